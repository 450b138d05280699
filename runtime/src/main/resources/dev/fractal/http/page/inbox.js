// What sessions ask people, with a form for each.
import { Component, h } from './preact.js';
import { get, now } from './api.js';
import { AnswerForm } from './answer.js';
import { ago, inert, many, moment, shortSession } from './format.js';
import { Command, Empty, Failed, Loading, Title } from './parts.js';
import { toSession } from './routes.js';
import { views } from './cli.js';

const MOST = 1_000;
const EVERY = 2_000;

export const asked = () => get(`/v1/asks?status=open&limit=${MOST}`);

export class Inbox extends Component {
  state = { asks: null, problem: null, open: null, said: '' };

  componentDidMount() {
    document.title = 'Inbox · fractal';
    this.load();
    this.timer = setInterval(() => document.hidden || this.load(), EVERY);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.gone = true;
  }

  async load() {
    try {
      const asks = await asked();
      if (this.gone) return;
      this.setState({ asks, problem: null });
      this.props.link('live');
      this.props.count(asks.length);
    } catch (problem) {
      if (!this.gone) this.setState({ problem });
      this.props.link('reconnecting');
    }
  }

  done(said) {
    this.setState({ open: null, said });
    this.load();
  }

  render({ answers }, { asks, problem, open, said }) {
    return h('div', { class: 'list inbox' },
      h('div', { class: 'headline' }, h(Title, null, 'Inbox'), h(Command, { of: views.inbox() })),
      h('p', { class: 'said', role: 'status' }, said),
      problem && h(Failed, { problem, again: () => this.load() }),
      !asks ? !problem && h(Loading, { what: 'what is asked' })
        : asks.length === 0 ? h(Empty, { title: 'Nothing is asked' }, 'Questions that cells ask people with ask() are listed here.')
          : h('div', null,
            h('p', { class: 'tally' }, asks.length < MOST ? many(asks.length, 'question') : `the oldest ${MOST} questions`),
            h('ul', { class: 'asks' }, asks.map((ask) => h(Item, {
              key: ask.id, ask, answers, open: open === ask.id,
              toggle: () => this.setState({ open: open === ask.id ? null : ask.id, said: '' }), done: (text) => this.done(text),
            })))));
  }
}

const Item = ({ ask, answers, open, toggle, done }) =>
  h('li', { class: 'panel', 'data-ask': ask.id },
    h('p', { class: 'question' }, inert(ask.question)),
    h('p', { class: 'dim' },
      h('a', { href: toSession(ask.sessionId) }, shortSession(ask.sessionId)), ` asks ${ask.to ? inert(ask.to) : 'whoever asked for the turn'} · `,
      h('time', { datetime: ask.since, title: moment(Date.parse(ask.since)) }, `${ago(now() - Date.parse(ask.since))} ago`),
      ask.due && h('span', null, ' · until ', h('time', { datetime: ask.due }, moment(Date.parse(ask.due))))),
    h('button', { class: open ? 'quiet' : 'first', 'aria-expanded': String(open), onClick: toggle }, open ? 'Close' : answers ? 'Answer' : 'Look'),
    open && h(AnswerForm, { id: ask.id, approves: ask.approves, answers, done }));
