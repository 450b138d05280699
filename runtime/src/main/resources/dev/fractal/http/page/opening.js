// What is read before a tree is followed: how long its root is, and where in it a session begins.
import { get, session } from './api.js';
import { NEWEST, shortened } from './store.js';

/** `{info, root, turn}`: documents of a session and of its root, and the root's turn that leads there. */
export async function opening(id) {
  const info = await get(session(id, '?turns=1'));
  if (info.root === id) return { info, root: info, turn: 0 };
  const root = await get(session(info.root, '?turns=1'));
  return { info, root, turn: shortened(root) ? await calledIn(info) : 0 };
}

/** The root's turn in which a session was called; 1 when that cannot be told. */
async function calledIn(document) {
  let at = document;
  while (at.parent && at.parent !== at.root) at = await get(session(at.parent, '?turns=1'));
  const first = await get(session(at.sessionId, `/events?after=0&limit=${NEWEST}`));
  const call = first.find((event) => event.request)?.request.requestId ?? '';
  return Number(/\/t(\d+)\/s\d+\/c\d+\/h\d+$/.exec(call)?.[1] ?? 1);
}
