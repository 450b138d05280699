// A small plot of sums over time, as SVG, with the same numbers as a table.
import { h } from './preact.js';
import { clock, duration } from './format.js';

const W = 560;
const H = 180;
const LEFT = 84;
const BOTTOM = 24;
const TOP = 10;

export function Chart({ title, unit, range, series }) {
  const [from, to] = range[1] > range[0] ? range : [range[0], range[0] + 1];
  const top = nice(Math.max(...series.flatMap((one) => one.points.map(([, value]) => value)), 0));
  const x = (time) => LEFT + ((time - from) / (to - from)) * (W - LEFT - 8);
  const y = (value) => H - BOTTOM - (value / top) * (H - BOTTOM - TOP);
  const last = (one) => one.points.at(-1)?.[1] ?? 0;
  return h('figure', { class: 'chart panel' },
    h('figcaption', null, h('strong', null, title), series.map((one) => h('span', { key: one.name, class: 'series' }, h('span', { class: `key s-${one.kind}`, 'aria-hidden': 'true' }), `${one.name} ${unit(last(one))}`))),
    h('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': `${title} over ${duration(to - from)}: ${series.map((one) => `${one.name} ${unit(last(one))}`).join(', ')}` },
      [0, 0.5, 1].map((part) => h('g', { key: part }, h('line', { class: 'grid', x1: LEFT, x2: W - 8, y1: y(top * part), y2: y(top * part) }), h('text', { x: LEFT - 6, y: y(top * part) + 4, 'text-anchor': 'end' }, unit(top * part)))),
      h('text', { x: LEFT, y: H - 6 }, clock(from)), h('text', { x: W - 8, y: H - 6, 'text-anchor': 'end' }, clock(to)),
      series.map((one) => h('path', { key: one.name, class: `plot s-${one.kind}`, d: steps(one.points, x, y, to) }))),
    h('details', null, h('summary', null, 'As a table'), h(Table, { title, unit, series })));
}

/** A sum stays as it is until it grows. */
function steps(points, x, y, to) {
  return points.reduce((path, [time, value]) => `${path}H${x(time).toFixed(1)}V${y(value).toFixed(1)}`, `M${LEFT} ${y(0)}`) + `H${x(to).toFixed(1)}`;
}

function nice(value) {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * unit).find((step) => step >= value);
}

const Table = ({ title, unit, series }) => {
  const rows = series.flatMap((one) => one.points.map(([time, value]) => [time, one.name, value])).sort((a, b) => a[0] - b[0]).slice(-200);
  return h('table', null,
    h('caption', { class: 'unseen' }, title),
    h('thead', null, h('tr', null, ['Time', 'Sum of', 'Amount'].map((word) => h('th', { scope: 'col', key: word }, word)))),
    h('tbody', null, rows.map(([time, name, value], i) => h('tr', { key: i }, h('td', null, clock(time)), h('td', null, name), h('td', null, unit(value))))));
};
