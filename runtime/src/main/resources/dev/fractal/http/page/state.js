// What a folded session is doing, in words and sums.
import { plus, total } from './spend.js';

/** The turns whose beginning is known, oldest first. */
export const turnsOf = (member) => [...member.turns.values()].filter((turn) => turn.request).sort((a, b) => a.number - b.number);

/** How many turns there are before those that are known. */
export const earlier = (member) => (member.before ? (turnsOf(member)[0]?.number ?? 1) - 1 : 0);

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
  if (turn && onlyWaits(turn, member)) return 'waiting';
  return turn || queued(member) ? 'running' : 'idle';
}

const unfinished = (step) => step.waves.flatMap((wave) => wave.calls).filter((call) => !call.done);

/** The question for more of the budget, if it is open. */
const lack = (member) => [...member.waits.values()].find((wait) => wait.budget);

/** What is not called while the budget lacks. */
const COSTLY = ['lm', 'rlm', 'attachRlm'];

/** Whether it waits for people and times, and for nothing else. */
function onlyWaits(turn, member) {
  const step = turn.steps.at(-1);
  const lacks = lack(member);
  if (!step || over(step)) return lacks !== undefined;
  if (step.failure || step.waves.at(-1)?.completed) return false;
  const open = unfinished(step);
  return open.length > 0 && open.every((call) => member.waits.has(call.key) || (lacks && COSTLY.includes(call.function)));
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
  const lacks = lack(member);
  if (lacks && onlyWaits(turn, member)) return [{ word: 'more of its budget', since: lacks.since }];
  if (!step || over(step) || step.failure) return [{ word: 'model' }];
  const pending = unfinished(step);
  if (pending.length === 0) return [{ word: 'cells' }];
  const keys = new Set(pending.map((call) => call.key));
  const children = childrenOf(tree, member.id).filter((child) => keys.has(callOf(child)));
  const leaves = pending.filter((call) => call.function === 'lm').length;
  const others = pending.filter((call) => call.function !== 'lm' && !children.some((child) => callOf(child) === call.key));
  return [
    ...(leaves ? [{ word: leaves === 1 ? '1 leaf' : `${leaves} leaves` }] : []),
    ...others.map((call) => ({ word: call.function, since: member.waits.get(call.key)?.since })),
    ...children.map((child) => ({ word: child.id, session: child.id })),
  ];
}

/** The key of the parent's call that a child answers. */
export const callOf = (child) => child.turns.get(1)?.request?.requestId ?? '';

export const childrenOf = (tree, id) =>
  (tree.children.get(id) || []).map((child) => tree.sessions.get(child)).filter((child) => child && !child.purged);

/** What it spent by all of its turns, those that are not known among them. */
export function ownSpend(member) {
  if (!earlier(member)) return total(member.spends.map((one) => one.spend));
  const { through, spend } = member.before;
  return plus(spend, total(member.spends.filter((one) => one.sequence > through).map((one) => one.spend)));
}

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

/** At least: children of turns that are not known may have spent more. */
export function treeSpend(tree, id) {
  const members = below(tree, id);
  const sum = total(members.map(ownSpend));
  return members.some(earlier) ? { ...sum, darkUsd: sum.darkUsd + 1 } : sum;
}

/** The first words of what the session was asked. */
export const task = (member) => inline(member.asked);

/** A text that lies in its event; a longer one lies in the store. */
export const inline = (content) => (content?.in === 'event' ? content.text : content ? `(${content.length} characters)` : '');
