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

/** Of a session's first events those that tell where it comes from. */
const ORIGIN = ['session-started', 'edge-added', 'head-selected'];

/**
 * A session whose turns are folded from a later one on: what was before is what its document says,
 * and its first events.
 */
export function known(tree, document, first) {
  first.filter((event) => ORIGIN.includes(event.type)).forEach((event) => apply(tree, { ...event, sessionId: document.sessionId }));
  const member = tree.sessions.get(document.sessionId) || begun(tree, document.sessionId);
  Object.assign(member, {
    models: document.models, profile: document.profile, selected: document.head, started: Date.parse(document.started),
    asked: first.find((event) => event.request)?.request.message ?? null,
    before: { through: document.events, spend: spent({ ...document.usage, usd: document.cost.usd }) },
    limits: limits(document.budget ?? {}, (part) => part?.limit),
  });
}

function begun(tree, id) {
  const member = {
    id, sequence: 0, parent: null, root: id, depth: 0, started: 0, changed: 0, models: null, profile: '',
    asked: null, before: null, turns: new Map(), open: null, heads: [], invocations: new Map(), source: null, selected: null,
    limits: {}, waits: new Map(), scheduled: 0, spends: [], stop: false, paused: 0, stopped: false, purged: false, quarantine: null, suspension: null,
  };
  tree.sessions.set(id, member);
  return member;
}

function started(tree, member, { spec, at }) {
  const { parent, root, depth } = spec.descent;
  Object.assign(member, { parent: parent ?? null, root: root ?? member.id, depth, started: Date.parse(at), models: spec.models, profile: spec.authority.profile, limits: limits(spec.budget) });
  if (member.parent) {
    if (!tree.children.has(member.parent)) tree.children.set(member.parent, []);
    tree.children.get(member.parent).push(member.id);
  }
}

/** The amounts of a budget by what they limit. */
function limits(budget, amount = (limit) => limit) {
  const named = Object.entries(budget ?? {}).map(([name, limit]) => [name, amount(limit)]);
  return Object.fromEntries(named.filter(([name, limit]) => name.toUpperCase() in UNITS && typeof limit === 'number'));
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
  member.spends.push({ at, turn: number, spend, kind, sequence: member.sequence });
}

const failureOf = (answer) => answer.failure ?? (answer.answer === 'cancelled' ? { type: 'Cancelled', message: 'nobody waited for it any more' } : null);

/** Whether a cell goes on with results: they settle a promise that no open call belongs to. */
function goesOn(wave, calls, results) {
  const promise = (call) => call.promise ?? call.call;
  const open = new Set(calls.filter((call) => !call.done).map(promise));
  if (open.size === 0) return true;
  const came = new Set(results.filter((result) => result.answer.answer !== 'cancelled').map((result) => result.call));
  return !wave.all && calls.some((call) => came.has(call.call) && !open.has(promise(call)));
}

/** What comes while a cell runs waits for it to wait again. */
function goOn(step, wave, at) {
  if (wave.completed) step.arrived = true;
  else wave.completed = at;
}

const keyOf = (member, { turn, step, cell, call }) => `${member.id}/t${turn}/s${step}/c${cell}/h${call}`;

/** In the place of a cell: the budget has run out. */
const BUDGET = -1;
const UNITS = { USD: 'USD', TOKENS: 'tokens', CALLS: 'model calls', SESSIONS: 'sessions' };

/** What went on is short of nothing. */
function unasked(member) {
  for (const [key, wait] of member.waits) if (wait.budget) member.waits.delete(key);
}

const FOLDS = {
  'turn-queued': (member, { turn, request }, at) => {
    Object.assign(turnOf(member, turn), { request, queued: at });
    member.asked ??= request.message;
  },
  'turn-opened': (member, { turn, request }, at) => {
    Object.assign(turnOf(member, turn), { request, opened: at });
    member.asked ??= request.message;
    member.open = turn;
    if (request.models) member.models = request.models;
  },
  'model-replied': (member, event, at) => {
    unasked(member);
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
    const calls = event.calls.map((call) => ({ ...call, key: keyOf(member, { ...event, call: call.call }), done: 0, failure: null, spend: null }));
    const step = stepOf(member, event);
    const before = step.waves.at(-1);
    if (before && !before.completed) before.completed = at;
    step.waves.push({ cell: event.cell, all: event.delivery === 'all', requested: at, completed: step.arrived ? at : 0, calls });
    step.arrived = false;
  },
  'host-calls-completed': (member, event, at) => {
    const step = stepOf(member, event);
    const waves = step.waves.filter((one) => one.cell === event.cell);
    const calls = waves.flatMap((one) => one.calls);
    for (const result of event.results) {
      const spend = { ...spent(result.spend.usage, result.spend.lost) };
      const call = calls.find((one) => one.call === result.call);
      member.waits.delete(keyOf(member, { ...event, call: result.call }));
      if (call) Object.assign(call, { done: at, failure: failureOf(result.answer), spend });
      turnOf(member, event.turn).lost += result.spend.lost;
      if (result.spend.replies || result.spend.lost) pay(member, event.turn, at, spend, 'leaves');
    }
    if (waves.length && goesOn(waves.at(-1), calls, event.results)) goOn(step, waves.at(-1), at);
  },
  'ask-opened': (member, event, since) => { member.waits.set(keyOf(member, event), { since, ask: event.ask, budget: event.cell === BUDGET }); },
  'ask-answered': (member, event) => { member.waits.delete(keyOf(member, event)); },
  'message-received': (member, { turn, letter, lost }, at) => {
    const { from, mode, text } = letter;
    turnOf(member, turn).notes.push({ at, text: `${from.name ?? from.session}${mode === 'interrupt' ? ' interrupted' : ' said'}: ${text}` });
    turnOf(member, turn).lost += lost;
    if (lost) pay(member, turn, at, lostOnly(lost), 'steps');
  },
  'budget-warned': (member, { turn, limits }, at) => {
    const part = ({ dimension, spent: used, limit }) => `${used} of ${limit} ${UNITS[dimension] ?? dimension}`;
    turnOf(member, turn).notes.push({ at, text: `much of the budget is spent: ${limits.map(part).join(', ')}` });
  },
  'budget-raised': (member, { raise, by }, at) => {
    unasked(member);
    member.limits = { ...member.limits, ...limits(raise) };
    const raised = Object.entries(limits(raise)).map(([name, limit]) => `${limit} ${UNITS[name.toUpperCase()]}`);
    if (member.open) turnOf(member, member.open).notes.push({ at, text: `${by} raised the budget to ${raised.join(', ')}` });
  },
  'schedule-set': (member) => { member.scheduled = member.sequence; },
  'schedule-ticked': (member, { name, tick, times }, at) => {
    member.scheduled = member.sequence;
    if (tick.turn) turnOf(member, tick.turn).notes.push({ at, text: `by schedule ${name}${times > 1 ? `, for ${times} times that came` : ''}` });
  },
  'timer-set': (member, event, since) => { member.waits.set(keyOf(member, event), { since, due: event.due }); },
  'cells-evaluated': (member, event, at) => {
    unasked(member);
    const step = stepOf(member, event);
    Object.assign(step, { replied: step.replied || step.asked || at, evaluated: at, cells: event.cells });
  },
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
    if (member.open === event.turn) Object.assign(member, { open: null, suspension: null, waits: new Map() });
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
  'session-suspended': (member, { reason }, since) => { member.suspension = { ...reason, since }; },
  'session-released': (member, { report }) => {
    Object.assign(member, { quarantine: null, suspension: null });
    if (report.head) Object.assign(member, { open: null, stop: false, stopped: false, paused: 0 });
  },
  'session-purged': (member) => { member.purged = true; },
  'session-quarantined': (member, { reason }, since) => { member.quarantine = { ...reason, since }; },
};
