// A tree of sessions, folded from its events; as pure as the fold of the server.
import { lostOnly, spent } from './spend.js';

export const emptyTree = () => ({ sessions: new Map(), children: new Map(), version: 0 });

/** Takes an event once, however often it comes. */
export function apply(tree, event) {
  const member = tree.sessions.get(event.sessionId) || begun(tree, event.sessionId);
  if (event.sequence <= member.sequence) return;
  member.sequence = event.sequence;
  member.changed = Date.parse(event.at);
  tree.version++;
  if (event.type === 'session-started') started(tree, member, event);
  else FOLDS[event.type]?.(member, event, Date.parse(event.at));
}

function begun(tree, id) {
  const member = {
    id, sequence: 0, parent: null, root: id, depth: 0, started: 0, changed: 0, models: null, profile: '',
    turns: new Map(), open: null, heads: [], invocations: new Map(), source: null, selected: null,
    spends: [], stop: false, paused: 0, stopped: false, purged: false, quarantine: null, suspension: null,
  };
  tree.sessions.set(id, member);
  return member;
}

function started(tree, member, { spec, at }) {
  const { parent, root, depth } = spec.descent;
  Object.assign(member, { parent: parent ?? null, root: root ?? member.id, depth, started: Date.parse(at), models: spec.models, profile: spec.authority.profile });
  if (member.parent) {
    if (!tree.children.has(member.parent)) tree.children.set(member.parent, []);
    tree.children.get(member.parent).push(member.id);
  }
}

function turnOf(member, number) {
  if (!member.turns.has(number)) {
    member.turns.set(number, { number, request: null, queued: 0, opened: 0, ended: 0, outcome: null, steps: [], notes: [], lost: 0 });
  }
  return member.turns.get(number);
}

function stepOf(member, { turn: number, step }) {
  const turn = turnOf(member, number);
  let found = turn.steps.find((one) => one.step === step);
  if (!found) {
    const before = turn.steps.at(-1);
    found = { turn: number, step, asked: before?.evaluated || before?.presumed || turn.opened, replied: 0, failure: null, spend: null, waves: [], evaluated: 0, presumed: 0, cells: [], sequence: 0 };
    turn.steps.push(found);
  }
  found.sequence = member.sequence;
  return found;
}

function pay(member, number, at, spend, kind) {
  member.spends.push({ at, turn: number, spend, kind });
}

const FOLDS = {
  'turn-queued': (member, { turn, request }, at) => Object.assign(turnOf(member, turn), { request, queued: at }),
  'turn-opened': (member, { turn, request }, at) => {
    Object.assign(turnOf(member, turn), { request, opened: at });
    member.open = turn;
    if (request.models) member.models = request.models;
  },
  'model-replied': (member, event, at) => {
    const spend = spent(event.usage, event.lost);
    Object.assign(stepOf(member, event), { replied: at, spend });
    turnOf(member, event.turn).lost += event.lost;
    pay(member, event.turn, at, spend, 'steps');
  },
  'model-failed': (member, event, at) => {
    const spend = lostOnly(event.lost);
    Object.assign(stepOf(member, event), { replied: at, failure: event.failure, spend });
    turnOf(member, event.turn).lost += event.lost;
    pay(member, event.turn, at, spend, 'steps');
  },
  'host-calls-requested': (member, event, at) => {
    const calls = event.calls.map((call) => ({ ...call, key: `${member.id}/t${event.turn}/s${event.step}/c${event.cell}/h${call.call}`, done: 0, failure: null, spend: null }));
    stepOf(member, event).waves.push({ cell: event.cell, requested: at, completed: 0, calls });
  },
  'host-calls-completed': (member, event, at) => {
    const wave = stepOf(member, event).waves.findLast((one) => one.cell === event.cell);
    for (const result of event.results) {
      const spend = { ...spent(result.spend.usage, result.spend.lost) };
      const call = wave?.calls.find((one) => one.call === result.call);
      if (call) Object.assign(call, { done: at, failure: result.answer.failure ?? null, spend });
      turnOf(member, event.turn).lost += result.spend.lost;
      if (result.spend.replies || result.spend.lost) pay(member, event.turn, at, spend, 'leaves');
    }
    if (wave && wave.calls.every((call) => call.done)) wave.completed = at;
  },
  'cells-evaluated': (member, event, at) => Object.assign(stepOf(member, event), { evaluated: at, cells: event.cells }),
  'calls-repeated': (member, { turn, calls }, at) => {
    const paid = calls.filter((key) => !key.includes('/g')).length;
    turnOf(member, turn).notes.push({ at, text: 'went on after its node died' + (paid ? `; ${paid} calls made again` : '') });
    turnOf(member, turn).lost += paid;
    if (paid) pay(member, turn, at, lostOnly(paid), 'steps');
  },
  'turn-handed-over': (member, { turn }, at) => turnOf(member, turn).notes.push({ at, text: 'handed over to another node' }),
  'evaluation-repeated': (member, { turn, step }, at) =>
    turnOf(member, turn).notes.push({ at, text: `step ${step} is evaluated again: its process ended` }),
  'turn-ended': (member, event, at) => {
    const turn = Object.assign(turnOf(member, event.turn), { ended: at, outcome: event.outcome });
    const more = event.spend.lost - turn.lost;
    if (more > 0) pay(member, event.turn, at, lostOnly(more), 'steps');
    if (member.open === event.turn) Object.assign(member, { open: null, suspension: null });
    if (member.stop) Object.assign(member, { stop: false, stopped: true });
  },
  'head-published': (member, { head }, at) => {
    member.heads.push({ ...head, at, basis: head.basis ?? null });
    if (head.kind !== 'turn-aborted') member.selected = head.id;
  },
  'head-selected': (member, { head }) => Object.assign(member, { selected: head, stopped: false, stop: false, paused: 0 }),
  'edge-added': (member, { edge }) => {
    if (edge.kind === 'derivation') member.source = { session: edge.session, head: edge.head };
    else member.invocations.set(edge.session, { session: edge.session, head: edge.head ?? null, call: edge.call });
  },
  'stop-requested': (member) => { member.stop = true; },
  'session-stopped': (member) => Object.assign(member, { stop: false, stopped: true }),
  'session-paused': (member, _, at) => { member.paused = at; },
  'session-resumed': (member) => Object.assign(member, { stop: false, stopped: false, paused: 0, suspension: null }),
  'session-suspended': (member, { reason }) => { member.suspension = reason; },
  'session-purged': (member) => { member.purged = true; },
  'session-quarantined': (member, { reason }) => { member.quarantine = reason; },
};
