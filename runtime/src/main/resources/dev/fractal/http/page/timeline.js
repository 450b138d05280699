// Turns and steps as a waterfall: model calls, cells and host calls on one time line per turn.
import { Component, h } from './preact.js';
import { cost, duration, inert, shortSession, tokens } from './format.js';
import { Ask } from './ask.js';
import { Earlier } from './earlier.js';
import { Command, Empty, Facts, Long, Status } from './parts.js';
import { toSession, toStep } from './routes.js';
import { rows } from './spans.js';
import { total } from './spend.js';
import { inline, turnStatus, turnsOf } from './state.js';
import { views } from './cli.js';
import { Payload } from './payload.js';

const MOST = 60;

export function Timeline({ member, store, time, drives }) {
  const turns = turnsOf(member).reverse();
  return h('div', { class: 'timeline' },
    h('div', { class: 'row between' }, h('h2', null, 'Turns and steps'), h(Command, { of: views.timeline(member.id) })),
    h(Legend),
    turns.length === 0 && h(Empty, { title: 'No turn yet' }, 'The session is there and waits for its first message.'),
    turns.map((turn) => h(Turn, { key: turn.number, turn, member, store, time })),
    h(Earlier, { member, store }),
    drives && !member.parent && !member.quarantine && h(Ask, { member }));
}

const Legend = () =>
  h('ul', { class: 'legend', 'aria-label': 'Colours' },
    [['model', 'model call'], ['cells', 'cells run'], ['held', 'cells wait'], ['leaf', 'leaf call'], ['child', 'child session'], ['gate', 'gate']]
      .map(([kind, word]) => h('li', { key: kind }, h('span', { class: `key k-${kind}`, 'aria-hidden': 'true' }), word)));

class Turn extends Component {
  render({ turn, member, store, time }, { whole }) {
    const from = turn.opened || turn.queued;
    const to = turn.ended || Math.max(time, from + 1);
    const spend = total(member.spends.filter((one) => one.turn === turn.number).map((one) => one.spend));
    const found = turn.opened ? rows(turn, member, store.tree, time) : [];
    const shown = whole ? found : found.slice(0, MOST);
    const reply = store.replies.get(member.id);
    return h('section', { class: 'panel turn', id: `turn-${turn.number}`, tabindex: -1, 'aria-label': `Turn ${turn.number}` },
      h('div', { class: 'row' },
        h('h3', null, `Turn ${turn.number}`), h(Status, { of: turnStatus(turn) }),
        h('span', { class: 'dim' }, duration(to - from)), h('span', { class: 'dim' }, cost(spend)),
        h('span', { class: 'dim' }, `${tokens(spend.input)} in, ${tokens(spend.output)} out`)),
      h(Long, { text: inline(turn.request?.message), lines: 4, label: `Message of turn ${turn.number}`, class: 'message' }),
      turn.notes.map((note, i) => h('p', { key: i, class: 'note' }, inert(note.text))),
      h('ol', { class: 'fall' }, shown.map((row, i) => h(Row, { key: keyOf(row, i), row, from, to, member }))),
      shown.length < found.length && h('button', { class: 'quiet', onClick: () => this.setState({ whole: true }) }, `Show ${found.length - shown.length} more`),
      reply && reply.key.startsWith(`${turn.number}.`) && !turn.ended && h(Reply, { reply }),
      turn.outcome && h(Outcome, { turn, member }));
  }
}

const keyOf = (row, i) => (row.call ? `${row.step}-${row.call.key}` : `${row.step}-${row.kind}-${row.coming ? '' : i}`);

function Row({ row, from, to, member }) {
  const share = (time) => `${Math.max(0, Math.min(100, ((time - from) / Math.max(1, to - from)) * 100))}%`;
  const bar = (a, b, kind, key) => h('span', { key, class: `bar k-${kind}`, style: { left: share(a), width: `calc(max(2px, ${share(from + (b - a))}))` } });
  const took = duration(row.to - row.from);
  const name = row.first ? `Step ${row.step}` : '';
  const label = row.child
    ? h('a', { href: toSession(row.child.id), title: row.child.id }, `${row.label} ${shortSession(row.child.id, row.child.root)}`)
    : row.kind === 'model' && !row.coming ? h('a', { href: toStep(member.id, row.turn, row.step) }, name) : row.coming ? `Step ${row.step}` : row.label;
  return h('li', { class: `fall-row r-${row.kind}${row.failed ? ' failed' : ''}${row.open ? ' open' : ''}` },
    h('span', { class: 'fall-label' }, label, row.kind === 'model' && h('span', { class: 'dim' }, ' model')),
    h('span', { class: 'fall-track', role: 'img', 'aria-label': `${row.label}, ${took}${row.failed ? ', failed' : ''}${row.open ? ', runs' : ''}` },
      row.parts ? [bar(row.from, row.to, 'held', 'held'), ...row.parts.map(([a, b], i) => bar(a, b, 'cells', i))] : bar(row.from, row.to, row.kind, 'bar')),
    h('span', { class: 'fall-time' }, took, row.failed && h('span', { class: 'bad' }, ' failed')));
}

class Reply extends Component {
  componentDidUpdate() {
    const box = this.base.querySelector('pre');
    if (box) box.scrollTop = box.scrollHeight;
  }

  render({ reply }) {
    return h('div', { class: 'reply' },
      h('p', { class: 'dim' }, `Step ${reply.key.split('.')[1]}: ${reply.phase}`),
      reply.text && h('pre', { tabindex: 0, role: 'log', 'aria-label': 'Reply as it comes', 'aria-live': 'off' }, inert(reply.text)));
  }
}

function Outcome({ turn, member }) {
  const { outcome } = turn;
  if (outcome.ended === 'finished') {
    return h('div', { class: 'outcome' }, h('h4', null, 'Value'), h(Payload, { content: outcome.value, member, label: `Value of turn ${turn.number}` }));
  }
  return h('div', { class: 'outcome' }, h('h4', null, 'Ended without a value'), h(Facts, { of: [['Reason', outcome.reason.type], ['What happened', inert(outcome.reason.message)]] }));
}
