// Where the heads of a session lie in the graph, and the graph's lines.
import { h } from './preact.js';

export const LANE = 18;
export const ROW = 64;

/** Rows newest first; a head keeps the lane of its basis while it is the newest there. */
export function lanes(member) {
  const tips = [];
  const at = new Map();
  const rows = [];
  if (member.source) {
    rows.push({ kind: 'source', key: 'source', ...member.source, lane: 0 });
    at.set(member.source.head, rows[0]);
    tips[0] = member.source.head;
  }
  const calls = byTurn(member);
  for (const head of member.heads) {
    if (calls.has(head.turn)) rows.push({ kind: 'calls', key: `calls-${head.turn}`, turn: head.turn, calls: calls.get(head.turn) });
    calls.delete(head.turn);
    const stays = tips.indexOf(head.basis);
    const lane = head.kind === 'turn-aborted' || (stays < 0 && tips.length > 0) ? free(tips) : Math.max(0, stays);
    tips[lane] = head.id;
    const row = { kind: 'head', key: head.id, head, lane, basis: at.get(head.basis) };
    at.set(head.id, row);
    rows.push(row);
  }
  for (const [turn, list] of calls) rows.push({ kind: 'calls', key: `calls-${turn}`, turn, calls: list });
  rows.reverse().forEach((row, i) => { row.y = i * ROW + ROW / 2; });
  const widest = Math.max(1, tips.length);
  for (const row of rows) row.x = (row.kind === 'calls' ? widest : row.lane) * LANE + LANE;
  return { rows, width: (widest + 1) * LANE + LANE / 2 };
}

const free = (tips) => tips.length;

function byTurn(member) {
  const found = new Map();
  for (const call of member.invocations.values()) {
    const turn = Number(/\/t(\d+)\/s\d+\/c\d+\/h\d+$/.exec(call.call ?? '')?.[1] ?? 0);
    if (!found.has(turn)) found.set(turn, []);
    found.get(turn).push(call);
  }
  return found;
}

/** Lines below, nodes above. */
export function drawn({ rows }) {
  const lines = rows.filter((row) => row.basis).map((row) => h('path', { key: `l-${row.key}`, class: 'edge', d: curve(row.basis, row) }));
  const joins = rows.flatMap((row, i) => (row.kind === 'calls' && rows[i - 1]?.kind === 'head' ? [h('path', { key: `j-${row.key}`, class: 'edge calls', d: curve(row, rows[i - 1]) })] : []));
  const nodes = rows.map((row) => row.kind === 'head'
    ? h('circle', { key: row.key, class: `knot n-${row.head.kind}`, cx: row.x, cy: row.y, r: 5.5 })
    : h('rect', { key: row.key, class: `knot n-${row.kind}`, x: row.x - 5, y: row.y - 5, width: 10, height: 10, rx: row.kind === 'source' ? 5 : 2 }));
  return [...lines, ...joins, ...nodes];
}

const curve = (from, to) => from.x === to.x
  ? `M${from.x} ${from.y}V${to.y}`
  : `M${from.x} ${from.y}C${from.x} ${from.y - ROW / 2} ${to.x} ${Math.min(from.y, to.y + ROW / 2)} ${to.x} ${to.y}`;
