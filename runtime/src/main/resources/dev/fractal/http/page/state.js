// What a folded session is doing, in words and sums.
import { total } from './spend.js';

export const openTurn = (member) => (member.open ? member.turns.get(member.open) : null);

const queued = (member) => [...member.turns.values()].some((turn) => turn.queued && !turn.opened && !turn.ended);

export function status(member) {
  if (member.purged) return 'purged';
  if (member.quarantine) return 'quarantined';
  if (member.stopped) return 'stopped';
  const turn = openTurn(member);
  if (turn && member.stop) return 'stop-requested';
  if (turn && member.suspension) return 'suspended';
  if (member.paused) return turn && !held(member, turn) ? 'pause-requested' : 'paused';
  return turn || queued(member) ? 'running' : 'idle';
}

/** Whether the step that ran when the pause was asked for is over. */
function held(member, turn) {
  const step = turn.steps.at(-1);
  return !step || (step.evaluated > 0 && step.evaluated >= member.paused);
}

/** When its cells were done, as far as is known. */
export const over = (step) => step.evaluated || step.presumed;

export function turnStatus(turn) {
  if (turn.outcome) return turn.outcome.status ?? 'final';
  return turn.opened ? 'running' : 'queued';
}

/** What it waits for: `model`, `cells`, leaves, gates, and children with their ids. */
export function waits(member, tree) {
  const turn = openTurn(member);
  if (!turn || member.stopped || member.quarantine || member.suspension) return [];
  const step = turn.steps.at(-1);
  if (!step || over(step) || step.failure) return [{ word: 'model' }];
  const pending = step.waves.flatMap((wave) => wave.calls).filter((call) => !call.done);
  if (pending.length === 0) return [{ word: 'cells' }];
  const keys = new Set(pending.map((call) => call.key));
  const children = childrenOf(tree, member.id).filter((child) => keys.has(callOf(child)));
  const leaves = pending.filter((call) => call.function === 'lm').length;
  const others = pending.filter((call) => call.function !== 'lm' && !children.some((child) => callOf(child) === call.key));
  return [
    ...(leaves ? [{ word: leaves === 1 ? '1 leaf' : `${leaves} leaves` }] : []),
    ...others.map((call) => ({ word: call.function })),
    ...children.map((child) => ({ word: child.id, session: child.id })),
  ];
}

/** The key of the parent's call that a child answers. */
export const callOf = (child) => child.turns.get(1)?.request?.requestId ?? '';

export const childrenOf = (tree, id) =>
  (tree.children.get(id) || []).map((child) => tree.sessions.get(child)).filter((child) => child && !child.purged);

export const ownSpend = (member) => total(member.spends.map((one) => one.spend));

/** It and everything below it. */
export function below(tree, id) {
  const found = [];
  const seen = new Set();
  const open = [id];
  while (open.length) {
    const next = open.pop();
    const member = tree.sessions.get(next);
    if (!member || seen.has(next)) continue;
    seen.add(next);
    found.push(member);
    open.push(...(tree.children.get(next) || []));
  }
  return found;
}

export const treeSpend = (tree, id) => total(below(tree, id).map(ownSpend));

/** The first words of what the session was asked. */
export const task = (member) => inline([...member.turns.values()].find((turn) => turn.request)?.request.message);

/** A text that lies in its event; a longer one lies in the store. */
export const inline = (content) => (content?.in === 'event' ? content.text : content ? `(${content.length} characters)` : '');
