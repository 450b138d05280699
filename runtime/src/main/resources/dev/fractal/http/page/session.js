// One session in its tree: the tree beside it, its head line, and one of its views.
import { Component, h } from './preact.js';
import { now } from './api.js';
import { ago, cost, dollars, inert, moment, shortModel, shortSession, tokens } from './format.js';
import { Actions } from './actions.js';
import { RaiseForm } from './raise.js';
import { Schedules } from './schedules.js';
import { TellForm } from './tell.js';
import { Command, Failed, Loading, Status, Title } from './parts.js';
import { opening } from './opening.js';
import { toList, toSession } from './routes.js';
import { below, earlier, openTurn, ownSpend, status, task, treeSpend } from './state.js';
import { TreeStore } from './store.js';
import { Tree } from './tree.js';
import { Timeline } from './timeline.js';
import { Step } from './step.js';
import { Variables } from './variables.js';
import { Heads } from './heads.js';
import { Cost } from './cost.js';
import { views } from './cli.js';

const TABS = [['timeline', 'Timeline'], ['variables', 'Variables'], ['heads', 'Heads'], ['cost', 'Cost']];
const BODIES = { timeline: Timeline, step: Step, variables: Variables, heads: Heads, cost: Cost };

export class Session extends Component {
  state = { info: null, problem: null };

  componentDidMount() {
    this.load();
    this.timer = setInterval(() => this.moving() && this.setState({}), 500);
  }

  componentDidUpdate(before) {
    if (before.route.id !== this.props.route.id) this.load();
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.store?.close();
    this.gone = true;
  }

  moving() {
    const member = this.store?.tree.sessions.get(this.props.route.id);
    return !document.hidden && member && (openTurn(member) || status(this.store.tree.sessions.get(this.store.root) ?? member) === 'running');
  }

  async load() {
    const { id } = this.props.route;
    document.title = `${id} · fractal`;
    if (this.store?.tree.sessions.has(id) && !this.store.problem) return this.setState({ problem: null });
    try {
      const { info, root, turn } = await opening(id);
      if (this.gone || this.props.route.id !== id) return;
      this.setState({ info, problem: null });
      this.follow(root, turn);
    } catch (problem) {
      if (!this.gone) this.setState({ problem });
    }
  }

  /** The tree of a root, with one of its turns if that matters. */
  follow(root, turn) {
    if (this.store?.root === root.sessionId && !this.store.problem) return turn && this.store.reach(turn);
    this.store?.close();
    this.store = new TreeStore(root, turn, () => {
      if (this.gone) return;
      this.props.link(this.store.link);
      this.setState({});
    });
  }

  render({ route, drives }, { info, problem }) {
    const { store } = this;
    if (problem || store?.problem) return h(Failed, { problem: problem || store.problem, again: () => this.load() });
    const member = store?.tree.sessions.get(route.id);
    if (!member) return h(Loading, { what: `session ${route.id}` });
    noteDamage(member, info);
    const Body = BODIES[route.view];
    const time = now();
    return h('div', { class: 'session' },
      h(Side, { store, id: route.id }),
      h('div', { class: 'body' },
        h(Headline, { member, store, time }),
        h(Actions, { member, store, drives, key: `actions-${member.id}` }),
        h(TellForm, { member, drives, key: `tell-${member.id}` }),
        member.id === member.root && h(RaiseForm, { member, drives, key: `raise-${member.id}` }),
        !member.parent && h(Schedules, { member, drives, key: `schedules-${member.id}` }),
        h('nav', { class: 'tabs', 'aria-label': 'Views of the session' },
          TABS.map(([view, word]) => h('a', { key: view, href: toSession(route.id, view), 'aria-current': current(view, route.view) }, word))),
        h(Body, { member, store, drives, time, detail: route.detail, key: `${route.id}-${route.view}` })));
  }
}

/** Of a journal that is damaged itself no event says so; the server's document does. */
function noteDamage(member, info) {
  if (!info?.quarantine || info.noted || info.sessionId !== member.id) return;
  info.noted = true;
  member.quarantine ??= { ...info.quarantine, since: Date.parse(info.quarantine.since) };
}

const current = (tab, view) => (tab === view || (tab === 'timeline' && view === 'step') ? 'page' : undefined);

const Side = ({ store, id }) => {
  const size = below(store.tree, store.root).length;
  const root = store.tree.sessions.get(store.root);
  const part = root && earlier(root) ? ` since turn ${earlier(root) + 1}` : '';
  return h('aside', { class: 'side', 'aria-label': 'Tree of sessions' },
    h('div', { class: 'side-head' }, h('h2', null, 'Tree'), h('span', { class: 'dim' }, `${size} session${size === 1 ? '' : 's'}${part}`)),
    h(Tree, { store, id }),
    h(Command, { of: views.tree(store.root) }),
    h(Command, { of: views.watch(store.root) }));
};

function Headline({ member, store, time }) {
  const own = ownSpend(member);
  const all = treeSpend(store.tree, member.id);
  const asked = task(member);
  return h('div', { class: 'panel lead' },
    h('p', { class: 'crumbs' }, h('a', { href: toList() }, 'Sessions'),
      member.id !== member.root && [' / ', h('a', { href: toSession(member.root) }, member.root)],
      member.source && h('span', null, ' / forked from ', h('a', { href: toSession(member.source.session) }, member.source.session))),
    h('div', { class: 'row' },
      h(Title, { title: member.id }, shortSession(member.id, member.root)),
      h(Status, { of: status(member) }),
      store.missed > 0 && h('span', { class: 'dim' }, `${store.missed} live updates missed`)),
    asked && h('p', { class: 'asked' }, inert(asked)),
    h('dl', { class: 'facts' },
      fact('Cost', cost(own)), below(store.tree, member.id).length > 1 && fact('Cost of tree', cost(all)),
      budget(member.limits, all).map(([name, left]) => fact(name, left)),
      fact('Tokens in', tokens(own.input)), fact('Tokens out', tokens(own.output)), fact('Cached', tokens(own.cached)),
      fact('Age', ago(time - member.started)), fact('Last change', `${ago(time - member.changed)} ago`),
      fact('Model', h('span', { title: inert(member.models?.root ?? '') }, shortModel(member.models?.root ?? ''))), fact('Profile', member.profile)),
    member.suspension && h('p', { class: 'problem' }, `Suspended since ${moment(member.suspension.since)}: ${inert(member.suspension.message)}. A release tries it again with more room; nothing is planned.`),
    member.quarantine && h('p', { class: 'problem' }, `Quarantined since ${moment(member.quarantine.since)}: ${inert(member.quarantine.message)}. A release looks at its record again.`));
}

/** What is left of its limits, by what the whole tree has spent; at most, where a cost is not known. */
const budget = ({ usd, tokens: most }, all) => [
  ...(usd === undefined ? [] : [['Budget left', `${all.darkUsd ? '≤ ' : ''}${dollars(Math.max(0, usd - all.usd))} of ${dollars(usd)}`]]),
  ...(most === undefined ? [] : [['Tokens left', `${tokens(Math.max(0, most - all.input - all.output))} of ${tokens(most)}`]]),
];

const fact = (name, value) => h('div', { key: name }, h('dt', null, name), h('dd', null, value));
