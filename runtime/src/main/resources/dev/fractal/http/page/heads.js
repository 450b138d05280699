// Heads and edges as a graph, newest first; each head can be gone on from.
import { Component, h } from './preact.js';
import { ago, shortHead, shortSession, moment } from './format.js';
import { Act } from './actions.js';
import { Earlier } from './earlier.js';
import { Command, Empty } from './parts.js';
import { toSession } from './routes.js';
import { ROW, drawn, lanes } from './lanes.js';
import { status } from './state.js';
import { views } from './cli.js';

const KINDS = { 'turn-final': 'final', 'turn-aborted': 'wreckage', compaction: 'compaction' };

export class Heads extends Component {
  render({ member, store, drives, time }, { wide }) {
    const graph = lanes(member);
    return h('div', null,
      h('div', { class: 'row between' }, h('h2', null, 'Heads and edges'), h('span', { class: 'row' }, h(Command, { of: views.heads(member.id) }), h(Command, { of: views.edges(member.id) }))),
      graph.rows.length === 0
        ? h(Empty, { title: 'No head yet' }, 'A head is published when a turn ends.')
        : h('div', { class: 'graph panel' },
            h('svg', { class: 'gutter', width: graph.width, height: graph.rows.length * ROW, role: 'img', 'aria-label': `Graph of ${member.heads.length} heads and ${member.invocations.size} calls` }, drawn(graph)),
            h('ol', { class: 'heads' }, graph.rows.map((row) => h('li', { key: row.key, class: `head-row h-${row.kind}` },
              row.kind === 'head' ? h(Head, { head: row.head, member, drives, time })
                : row.kind === 'source' ? h('div', null, 'derived from head ', h('code', null, shortHead(row.head)), ' of ', h('a', { href: toSession(row.session, 'heads') }, row.session))
                : h(Calls, { row, member, wide: wide === row.key, widen: () => this.setState({ wide: row.key }) }))))),
      h(Earlier, { member, store }));
  }
}

function Head({ head, member, drives, time }) {
  const current = head.id === member.selected;
  return h('div', { class: 'head' },
    h('div', { class: 'head-text' },
      h('span', null, h('code', { title: head.id }, shortHead(head.id)), h('span', { class: `chip c-${head.kind}` }, KINDS[head.kind] ?? head.kind), current && h('span', { class: 'chip now' }, 'current')),
      h('span', { class: 'dim', title: moment(head.at) }, `turn ${head.turn} · events ${head.fromEvent}–${head.toEvent} · ${ago(time - head.at)} ago`)),
    h('div', { class: 'head-acts' },
      h('a', { href: toSession(member.id, 'variables', head.id) }, 'Variables', h('span', { class: 'unseen' }, ` at ${shortHead(head.id)}`)),
      member.quarantine && h(Act, { deed: 'restart', member, head: head.id, drives, word: 'Go back here' }),
      h(Act, { deed: 'fork', member, head: head.id, drives, word: 'Fork' }),
      h(Act, { deed: 'resume', member, head: head.id, drives, word: 'Resume', off: current && status(member) === 'idle' ? 'the session stands here' : '' })));
}

const Calls = ({ row, member, wide, widen }) =>
  h('div', { class: 'calls' }, `turn ${row.turn} called `,
    (wide ? row.calls : row.calls.slice(0, 4)).map((call) => h('a', { key: call.session, href: toSession(call.session), title: call.session }, shortSession(call.session, member.root))),
    !wide && row.calls.length > 4 && h('button', { class: 'quiet', onClick: widen }, `${row.calls.length - 4} more`));
