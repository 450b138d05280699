// Cost and tokens over time, by turn, and by session.
import { Component, h } from './preact.js';
import { Chart } from './chart.js';
import { cost, dollars, firstLine, shortSession, tokens } from './format.js';
import { Command, Empty, Loading } from './parts.js';
import { toSession } from './routes.js';
import { below, earlier, ownSpend, task, turnStatus, turnsOf } from './state.js';
import { total } from './spend.js';
import { views } from './cli.js';

/** Sums over time are of all turns: they are read when this is opened. */
export class Cost extends Component {
  componentDidMount() {
    if (earlier(this.props.member)) this.props.store.reach(1);
  }

  render(props) {
    return earlier(props.member) ? h(Loading, { what: 'the cost of all turns' }) : h(Whole, props);
  }
}

function Whole({ member, store, time }) {
  const members = below(store.tree, member.id);
  const spends = members.flatMap((one) => one.spends).sort((a, b) => a.at - b.at);
  const range = [member.started, Math.max(...members.map((one) => (one.open ? time : one.changed)))];
  const alone = members.length === 1;
  const own = { name: 'this session', kind: 'one', points: summed(member.spends, (spend) => spend.usd) };
  const whole = { name: 'with everything below', kind: 'two', points: summed(spends, (spend) => spend.usd) };
  return h('div', { class: 'costs' },
    h('div', { class: 'row between' }, h('h2', null, 'Cost and tokens'), h(Command, { of: views.cost(member.id) })),
    spends.length === 0
      ? h(Empty, { title: 'Nothing spent yet' }, 'The plots begin with the first reply of the model.')
      : h('div', { class: 'charts' },
          h(Chart, { title: 'Cost', unit: dollars, range, series: alone ? [own] : [own, whole] }),
          h(Chart, { title: alone ? 'Tokens' : 'Tokens, with everything below', unit: tokens, range, series: [
            { name: 'input', kind: 'one', points: summed(spends, (spend) => spend.input) },
            { name: 'of it cached', kind: 'three', points: summed(spends, (spend) => spend.cached) },
            { name: 'output', kind: 'two', points: summed(spends, (spend) => spend.output) }] })),
    spends.some((one) => one.spend.darkUsd) && h('p', { class: 'note' }, 'Some requests have a cost that nobody knows; sums are at least what is shown.'),
    h(Turns, { member }),
    !alone && h(Sessions, { members, root: member.root }));
}

/** Points of a sum that only grows. */
function summed(spends, of) {
  let sum = 0;
  return spends.map((one) => [one.at, (sum += of(one.spend))]);
}

const Turns = ({ member }) =>
  h('section', { class: 'panel' }, h('h3', null, 'By turn'),
    h('table', null,
      h('caption', { class: 'unseen' }, 'Cost of each turn'),
      h('thead', null, h('tr', null, ['Turn', 'Status', 'Steps', 'Leaves', 'Total', 'In', 'Out'].map((word) => h('th', { scope: 'col', key: word }, word)))),
      h('tbody', null, turnsOf(member).map((turn) => {
        const of = (kind) => total(member.spends.filter((one) => one.turn === turn.number && (!kind || one.kind === kind)).map((one) => one.spend));
        return h('tr', { key: turn.number }, h('th', { scope: 'row' }, turn.number), h('td', null, turnStatus(turn)),
          h('td', null, cost(of('steps'))), h('td', null, cost(of('leaves'))), h('td', null, cost(of())), h('td', null, tokens(of().input)), h('td', null, tokens(of().output)));
      }))));

const Sessions = ({ members, root }) => {
  const ranked = members.map((member) => ({ member, spend: ownSpend(member) })).sort((a, b) => b.spend.usd - a.spend.usd);
  return h('section', { class: 'panel' }, h('h3', null, `By session${ranked.length > 20 ? ', the 20 that cost most' : ''}`),
    h('table', null,
      h('caption', { class: 'unseen' }, 'Own cost of each session'),
      h('thead', null, h('tr', null, ['Session', 'Task', 'Own cost', 'In', 'Out'].map((word) => h('th', { scope: 'col', key: word }, word)))),
      h('tbody', null, ranked.slice(0, 20).map(({ member, spend }) => h('tr', { key: member.id },
        h('th', { scope: 'row' }, h('a', { href: toSession(member.id) }, shortSession(member.id, root))),
        h('td', { class: 'value' }, firstLine(task(member), 60)), h('td', null, cost(spend)), h('td', null, tokens(spend.input)), h('td', null, tokens(spend.output)))))));
};
