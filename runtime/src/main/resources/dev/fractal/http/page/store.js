// The live tree that the page shows: one stream, folded, for all views of all its sessions.
import { now, session } from './api.js';
import { apply, emptyTree } from './fold.js';
import { follow } from './stream.js';

const TOGETHER = 80;
const LONGEST = 20_000;

export class TreeStore {
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.link = 'connecting';
    this.missed = 0;
    this.problem = null;
    this.clear();
    this.stream = follow(session(root, '/tree/events'), this);
  }

  clear() {
    this.tree = emptyTree();
    this.replies = new Map();
  }

  close() {
    this.stream.close();
    clearTimeout(this.timer);
  }

  event(_id, event) {
    apply(this.tree, event);
    if (event.type === 'model-replied' || event.type === 'model-failed') this.replies.delete(event.sessionId);
    if (event.type === 'turn-ended') this.replies.delete(event.sessionId);
    this.tell();
  }

  /** Pieces of a reply that has not been stored yet. */
  progress(news) {
    const { sessionId, turnId, step, delta, phase } = news;
    const member = this.tree.sessions.get(sessionId);
    const known = member?.turns.get(turnId)?.steps.some((one) => one.step === step);
    if (known && delta) return;
    if (phase === 'awaiting model') presume(member?.turns.get(turnId), step);
    const key = `${turnId}.${step}`;
    const before = this.replies.get(sessionId);
    const text = before?.key === key ? before.text : '';
    this.replies.set(sessionId, { key, phase, text: (text + delta).slice(-LONGEST) });
    this.tell();
  }

  gap(missed) {
    this.missed += missed;
    this.replies.clear();
    this.tell();
  }

  /** The server does not know the cursor: everything is read again. */
  again() {
    this.clear();
    return '';
  }

  state(word) {
    this.link = word;
    this.tell();
  }

  failed(problem) {
    this.problem = problem;
    this.link = 'ended';
    this.tell();
  }

  tell() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed();
    }, TOGETHER);
  }
}

/** A step's evaluation is written with the next reply, so news of the next call says that it is over. */
function presume(turn, step) {
  const before = turn?.steps.find((one) => one.step === step - 1);
  if (before && !before.evaluated) before.presumed ||= now();
}
