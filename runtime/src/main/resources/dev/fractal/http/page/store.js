// The live tree that the page shows: one stream, folded, for all views of all its sessions.
import { get, now, session } from './api.js';
import { apply, emptyTree, known } from './fold.js';
import { earlier, turnsOf } from './state.js';
import { follow } from './stream.js';

const TOGETHER = 80;
const LONGEST = 20_000;

/** Turns of the root that are read at first. */
export const NEWEST = 10;

/** First events of a session that are read: its start, where it comes from, what it was asked. */
const FIRST = 4;

export class TreeStore {
  /**
   * `document` is the root's. Its newest turns are folded, those from `turn` on too (0: no more),
   * and what else the tree did meanwhile.
   */
  constructor(document, turn, changed) {
    this.root = document.sessionId;
    this.document = document;
    this.turn = turn;
    this.changed = changed;
    this.link = 'connecting';
    this.missed = 0;
    this.problem = null;
    this.shown = empty();
    this.begin();
  }

  get tree() {
    return this.shown.tree;
  }

  get replies() {
    return this.shown.replies;
  }

  /** Folds a part again; what is shown stays until the new fold has come as far. */
  async begin() {
    this.stream?.close();
    const fold = (this.coming = empty());
    this.heard = false;
    try {
      if (shortened(this.document) && this.turn !== 1) {
        this.first ??= await get(session(this.root, `/events?after=0&limit=${FIRST}`));
        known(fold.tree, this.document, this.first);
      }
    } catch (problem) {
      return this.failed(problem);
    }
    if (this.coming !== fold || this.closed) return;
    this.stream = follow(session(this.root, `/tree/events?turns=${NEWEST}${this.turn ? `&turn=${this.turn}` : ''}`), this);
  }

  /** Has the root's turns from this one on. */
  reach(turn) {
    const root = this.tree.sessions.get(this.root);
    if ((root && turn > earlier(root)) || (this.turn && this.turn <= turn)) return;
    this.turn = Math.max(1, turn);
    this.begin();
    this.tell();
  }

  /** As many earlier turns of the root again as are there. */
  further() {
    const root = this.tree.sessions.get(this.root);
    this.reach(earlier(root) + 1 - turnsOf(root).length);
  }

  close() {
    this.closed = true;
    this.stream?.close();
    clearTimeout(this.timer);
  }

  event(_id, event) {
    const { tree, replies } = this.coming ?? this.shown;
    apply(tree, event);
    if (['model-replied', 'model-failed', 'turn-ended'].includes(event.type)) replies.delete(event.sessionId);
    if (this.coming && far(tree, this.root) >= far(this.tree, this.root)) {
      this.shown = this.coming;
      this.coming = null;
    }
    this.tell();
  }

  /** Pieces of a reply that has not been stored yet. */
  progress(news) {
    this.heard = true;
    const { tree, replies } = this.coming ?? this.shown;
    const { sessionId, turnId, step, delta, phase } = news;
    const member = tree.sessions.get(sessionId);
    const there = member?.turns.get(turnId)?.steps.some((one) => one.step === step);
    if (there && delta) return;
    if (phase === 'awaiting model') presume(member?.turns.get(turnId), step);
    const key = `${turnId}.${step}`;
    const before = replies.get(sessionId);
    const text = before?.key === key ? before.text : '';
    replies.set(sessionId, { key, phase, text: (text + delta).slice(-LONGEST) });
    this.tell();
  }

  /** Of what was stored nothing is missed: before any news came there was nothing to miss. */
  gap(missed) {
    if (!this.heard) return;
    this.missed += missed;
    this.replies.clear();
    this.tell();
  }

  /** The server does not know the cursor: everything is read again. */
  again() {
    this.shown = empty();
    this.begin();
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

/** Whether a session has more turns than are read at first. */
export const shortened = (document) => document.earlierTurns + document.turns.length > NEWEST;

const empty = () => ({ tree: emptyTree(), replies: new Map() });

const far = (tree, id) => tree.sessions.get(id)?.sequence ?? 0;

/** A step's evaluation is written with the next reply, so news of the next call says that it is over. */
function presume(turn, step) {
  const before = turn?.steps.find((one) => one.step === step - 1);
  if (before && !before.evaluated) before.presumed ||= now();
}
