// The frame of the page: who may do what, where the reader is, and what is shown there.
import { Component, h } from './preact.js';
import { get, token } from './api.js';
import { Inbox, asked } from './inbox.js';
import { List } from './list.js';
import { Login } from './login.js';
import { Failed, Loading, Title } from './parts.js';
import { parse, toInbox, toList } from './routes.js';
import { Session } from './session.js';

const COUNT_EVERY = 5_000;
const LINKS = { live: 'live', connecting: 'connecting…', reconnecting: 'reconnecting…', ended: 'not connected' };

export class App extends Component {
  constructor() {
    super();
    this.state = { route: parse(location.hash), access: null, locked: false, problem: null, link: '', asks: 0 };
    this.enter = this.enter.bind(this);
  }

  componentDidMount() {
    addEventListener('hashchange', () => this.moved());
    addEventListener('fractal-locked', (event) => this.setState({ locked: true, access: null, why: token.get() ? event.detail : '' }));
    this.enter();
    setInterval(() => this.count(), COUNT_EVERY);
  }

  /** How many questions are open, for the header; the inbox itself tells it sooner. */
  async count() {
    if (!this.state.access || document.hidden || this.state.route.page === 'inbox') return;
    try {
      this.setState({ asks: (await asked()).length });
    } catch {
      // The place that is shown tells that the node is away.
    }
  }

  async enter() {
    this.setState({ problem: null });
    try {
      this.setState({ access: await get('/v1/access'), locked: false });
      this.count();
    } catch (problem) {
      if (problem.status !== 401) this.setState({ problem });
    }
  }

  moved() {
    const before = this.state.route;
    const route = parse(location.hash);
    this.setState({ route, link: route.page === before.page ? this.state.link : '' });
    Title.moved = true;
  }

  render(_, state) {
    return h('div', { class: 'frame' },
      h('a', { class: 'skip', href: '#main', onClick: skip }, 'Skip to the content'),
      h(Top, { ...state, leave: () => { token.drop(); this.setState({ access: null, locked: true, why: '' }); } }),
      h('main', { id: 'main', tabindex: -1 }, this.body(state)));
  }

  body({ route, access, locked, problem, why }) {
    if (locked) return h(Login, { why, enter: this.enter });
    if (problem) return h(Failed, { problem, again: this.enter });
    if (!access) return h(Loading, { what: 'the page' });
    const drives = access.role === 'drive';
    const link = (word) => word !== this.state.link && this.setState({ link: word });
    if (route.page === 'inbox') {
      return h(Inbox, { answers: access.role !== 'read', link, count: (asks) => asks !== this.state.asks && this.setState({ asks }) });
    }
    return route.page === 'session'
      ? h(Session, { route, drives, link })
      : h(List, { query: route.query, link });
  }
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

const Top = ({ route, access, link, asks, leave }) =>
  h('header', { class: 'top' },
    h('a', { class: 'brand', href: toList() }, h('img', { src: '/page/icon.svg', alt: '', width: 22, height: 22 }), 'fractal'),
    h('nav', { 'aria-label': 'Places' },
      h('a', { href: toList(), 'aria-current': route.page === 'list' ? 'page' : undefined }, 'Sessions'),
      h('a', { href: toInbox(), 'aria-current': route.page === 'inbox' ? 'page' : undefined }, 'Inbox', asks > 0 && h('span', { class: 'count' }, asks, h('span', { class: 'unseen' }, ' open')))),
    h('span', { class: 'fill' }),
    h('span', { class: `link is-${link || 'none'}`, role: 'status' }, LINKS[link] || ''),
    access && access.role !== 'drive' && h('span', { class: 'role' }, access.role === 'read' ? 'read only' : 'answers only'),
    access && access.authentication === 'bearer' && h('button', { class: 'quiet', onClick: leave }, 'Forget token'));
