// When what ran in a turn, as the waterfall draws it.
import { callOf, childrenOf, over } from './state.js';

/** Rows of a turn: `{kind, step, label, from, to, parts?, call?, child?, open}`. */
export function rows(turn, member, tree, now) {
  const children = new Map(childrenOf(tree, member.id).map((child) => [callOf(child), child]));
  const found = turn.steps.flatMap((step) => stepRows(step, children, turn, now));
  return turn.ended || waitsForCells(turn) ? found : [...found, nextModel(turn, now)];
}

const waitsForCells = (turn) => turn.steps.at(-1) && !over(turn.steps.at(-1));

function nextModel(turn, now) {
  const last = turn.steps.at(-1);
  const from = last ? over(last) : turn.opened;
  return { kind: 'model', step: (last?.step ?? 0) + 1, label: 'model', from, to: Math.max(now, from), open: true, coming: true };
}

function stepRows(step, children, turn, now) {
  const end = (time) => time || turn.ended || now;
  const model = { kind: 'model', turn: step.turn, step: step.step, label: 'model', from: step.asked, to: end(step.replied), failed: !!step.failure, first: true };
  if (step.failure) return [model];
  const done = end(over(step));
  const cells = { kind: 'cells', step: step.step, label: 'cells', from: step.replied, to: done, parts: parts(step, done, end), open: !over(step) && !turn.ended, failed: step.cells.some((cell) => BAD.includes(cell.ending)) };
  const calls = step.waves.flatMap((wave) => wave.calls.map((call) => callRow(step, wave, call, children, end, turn)));
  return [model, cells, ...calls];
}

const BAD = ['threw', 'limit', 'mismatch', 'rejected'];

function callRow(step, wave, call, children, end, turn) {
  const child = children.get(call.key);
  const kind = child || call.function === 'rlm' ? 'child' : call.function === 'lm' ? 'leaf' : 'gate';
  return { kind, step: step.step, label: call.function, call, child, from: wave.requested, to: end(call.done), failed: !!call.failure, open: !call.done && !turn.ended };
}

/** Where cells ran themselves; between them they waited for calls. */
function parts(step, done, end) {
  const found = [];
  let from = step.replied;
  for (const wave of step.waves) {
    found.push([from, wave.requested]);
    from = end(wave.completed);
  }
  if (from < done) found.push([from, done]);
  return found;
}
