// All sessions: found, sorted, paged, and kept current.
import { Component, h } from './preact.js';
import { get, now } from './api.js';
import { ago, count, inert, listed, many, moment, shortSession } from './format.js';
import { Command, Empty, Failed, Loading, Status, Title } from './parts.js';
import { replace, toList, toSession } from './routes.js';
import { views } from './cli.js';

const PAGE = 100;
const MOST = 10_000;
const CHANGED = 200;
const EVERY = 2_000;
const STATUSES = ['running', 'waiting', 'idle', 'paused', 'suspended', 'stopped', 'quarantined'];
const SORTS = {
  changed: ['Last change', (a, b) => b.changed.localeCompare(a.changed)],
  started: ['Start', (a, b) => b.started.localeCompare(a.started)],
  cost: ['Cost', (a, b) => amount(b) - amount(a)],
  id: ['Name', (a, b) => a.sessionId.localeCompare(b.sessionId, 'en', { numeric: true })],
};

const amount = (row) => (typeof row.cost.usd === 'number' ? row.cost.usd : -1);

export class List extends Component {
  state = { rows: null, problem: null };

  componentDidMount() {
    document.title = 'Sessions · fractal';
    this.load(MOST);
    this.timer = setInterval(() => document.hidden || this.load(this.state.rows ? CHANGED : MOST), EVERY);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.gone = true;
  }

  /** The newest ones tell what changed, unless all of them did. */
  async load(limit) {
    if (this.loading) return;
    this.loading = true;
    try {
      const rows = await get(`/v1/sessions?limit=${limit}`);
      const before = this.state.rows;
      if (this.gone) return;
      const whole = limit === MOST || rows.length < limit;
      const overtaken = !whole && before && !before.has(rows.at(-1).sessionId);
      this.setState({ rows: new Map([...(whole ? [] : before), ...rows.map((row) => [row.sessionId, row])]), problem: null });
      this.props.link('live');
      if (overtaken) this.again = true;
    } catch (problem) {
      if (!this.gone) this.setState({ problem });
      this.props.link('reconnecting');
    } finally {
      this.loading = false;
      if (this.again && !this.gone) { this.again = false; this.load(MOST); }
    }
  }

  render({ query }, { rows, problem }) {
    const set = (more) => replace(toList({ ...query, page: '', ...more }));
    return h('div', { class: 'list' },
      h('div', { class: 'headline' }, h(Title, null, 'Sessions'), h(Command, { of: views.list() })),
      h(Filters, { query, set }),
      problem && h(Failed, { problem, again: () => this.load(MOST) }),
      rows ? h(Table, { all: [...rows.values()], query }) : !problem && h(Loading, { what: 'sessions' }));
  }
}

const Filters = ({ query, set }) =>
  h('form', { class: 'filters', role: 'search', onSubmit: (event) => event.preventDefault() },
    h('label', null, h('span', null, 'Find'),
      h('input', { type: 'search', value: query.q || '', placeholder: 'part of a name', onInput: (event) => set({ q: event.target.value }) })),
    h('label', null, h('span', null, 'Status'),
      h('select', { value: query.status || '', onChange: (event) => set({ status: event.target.value }) },
        h('option', { value: '' }, 'any'), STATUSES.map((word) => h('option', { value: word }, word)))),
    h('label', null, h('span', null, 'Order'),
      h('select', { value: query.sort || 'changed', onChange: (event) => set({ sort: event.target.value }) },
        Object.entries(SORTS).map(([key, [word]]) => h('option', { value: key }, word)))),
    h('label', { class: 'check' },
      h('input', { type: 'checkbox', checked: query.children === 'yes', onChange: (event) => set({ children: event.target.checked ? 'yes' : '' }) }),
      h('span', null, 'Children too')));

function chosen(all, { q = '', status = '', sort = 'changed', children = '' }) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter((row) => !row.parent || children === 'yes' || words.length > 0)
    .filter((row) => !status || row.status === status || row.status === status.replace(/p?ed$|ning$/, '') + '-requested')
    .filter((row) => words.every((word) => row.sessionId.toLowerCase().includes(word)))
    .sort((SORTS[sort] || SORTS.changed)[1]);
}

function Table({ all, query }) {
  const found = chosen(all, query);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(query.page) || 1));
  const shown = found.slice((page - 1) * PAGE, page * PAGE);
  const below = new Map();
  for (const row of all) if (row.parent) below.set(row.root, (below.get(row.root) || 0) + 1);
  const range = found.length ? `${count((page - 1) * PAGE + 1)}–${count((page - 1) * PAGE + shown.length)} of ` : '';
  return h('div', null,
    h('div', { class: 'row between' },
      h('p', { class: 'tally', role: 'status' }, range + many(found.length, 'session')),
      pages > 1 && h(Pages, { page, pages, query })),
    found.length === 0
      ? all.length === 0
        ? h(Empty, { title: 'No sessions yet' }, 'Start one: ', h('code', null, 'bin/fractal run "What is 6 * 7?"'))
        : h(Empty, { title: 'No session matches' }, h('a', { href: toList() }, 'Show all'))
      : h('table', { class: 'sessions' },
          h('caption', { class: 'unseen' }, 'Sessions with their status, cost and age'),
          h('thead', null, h('tr', null, ['Session', 'Status', 'Turns', 'Cost', 'Changed', 'Age'].map((name) => h('th', { scope: 'col', class: `c-${name.toLowerCase()}` }, name)))),
          h('tbody', null, shown.map((row) => h(Row, { key: row.sessionId, row, below: below.get(row.sessionId) })))),
    pages > 1 && h('div', { class: 'row end' }, h(Pages, { page, pages, query })));
}

const Row = ({ row, below }) =>
  h('tr', null,
    h('th', { scope: 'row', class: 'c-session' },
      h('a', { href: toSession(row.sessionId), title: row.sessionId }, row.parent ? shortSession(row.sessionId, row.root) : row.sessionId),
      row.parent && h('span', { class: 'dim' }, ` in ${row.root}`),
      below && h('span', { class: 'chip' }, `+${count(below)}`, h('span', { class: 'unseen' }, ' children'))),
    h('td', { class: 'c-status' }, h(Status, { of: row.status }),
      row.reason && h('span', { class: 'dim', title: `since ${moment(Date.parse(row.reason.since))}` }, ` ${inert(row.reason.message)}`)),
    h('td', { class: 'c-turns' }, count(row.turns)),
    h('td', { class: 'c-cost' }, listed(row.cost.usd)),
    h('td', { class: 'c-changed', title: moment(Date.parse(row.changed)) }, ago(now() - Date.parse(row.changed))),
    h('td', { class: 'c-age', title: moment(Date.parse(row.started)) }, ago(now() - Date.parse(row.started))));

const Pages = ({ page, pages, query }) =>
  h('nav', { class: 'pages', 'aria-label': 'Pages' },
    page > 1 ? h('a', { href: toList({ ...query, page: page - 1 }) }, 'Newer') : h('span', { class: 'off' }, 'Newer'),
    h('span', null, `page ${page} of ${pages}`),
    page < pages ? h('a', { href: toList({ ...query, page: page + 1 }) }, 'Older') : h('span', { class: 'off' }, 'Older'));
