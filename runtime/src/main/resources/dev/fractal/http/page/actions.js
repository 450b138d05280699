// What can be done to a session; what ends work asks first.
import { Component, h } from './preact.js';
import { post, session } from './api.js';
import { deeds } from './cli.js';
import { inert } from './format.js';
import { Command, Confirm, Failed } from './parts.js';
import { toSession } from './routes.js';
import { openTurn, status } from './state.js';

const READ_ONLY = 'this token may read only';

const still = (member) => (['quarantined', 'suspended'].includes(status(member)) ? '' : `the session is ${status(member)}`);

const found = ({ verdict, finding, status: word }) =>
  (word === 'pending' ? 'It is still being re-checked; release it again in a while.'
    : `${verdict === 'held' ? 'Nothing was changed' : 'The session goes on'}: ${inert(finding)}`);

/** Per deed: why it is off now (empty: it is not), what it asks, what it sends and says. */
const DEEDS = {
  stop: {
    word: 'Stop', ends: true, yes: 'Stop the session',
    off: (member) => (['stopped', 'stop-requested', 'purged', 'quarantined'].includes(status(member)) ? `the session is ${status(member)}` : ''),
    ask: (member) => (openTurn(member) ? 'The running turn ends at its next step, and the session takes no turns until it is resumed.' : 'The session takes no turns until it is resumed.'),
    command: (member) => deeds.stop(member.id),
    send: (member) => post(session(member.id, '/stop')),
    said: 'Stop was asked for.',
  },
  cancel: {
    word: 'Cancel', ends: true, yes: 'Cancel the turn',
    off: (member) => (openTurn(member) ? '' : 'no turn runs'),
    ask: (member) => (member.parent ? 'The turn of this child ends now; its parent goes on with a cancelled lane.' : `Turn ${member.open} ends now; what it did stays at its wreckage head.`),
    command: (member) => (member.parent ? deeds.cancelChild(member.parent, member.id) : deeds.cancel(member.id, member.open ?? 1)),
    send: (member) => (member.parent ? post(session(member.parent, '/cancel'), { child: member.id }) : post(session(member.id, '/cancel'), { turn: member.open })),
    said: 'The turn was cancelled.',
  },
  resume: {
    word: 'Resume',
    off: (member, head) => (head || ['stopped', 'paused', 'pause-requested', 'suspended'].includes(status(member)) ? (head && openTurn(member) ? 'a turn runs' : '') : `the session is ${status(member)}`),
    command: (member, head) => deeds.resume(member.id, head),
    send: (member, head) => post(session(member.id, '/resume'), head ? { head } : {}),
    said: 'The session goes on.',
  },
  release: {
    word: 'Release',
    off: (member) => still(member),
    command: (member) => deeds.release(member.id),
    send: (member) => post(session(member.id, '/release'), { by: 'page' }),
    said: found,
  },
  restart: {
    word: 'Go back to a sound head', ends: true, yes: 'Go back',
    off: (member) => (status(member) === 'suspended' ? 'a release tries it again' : still(member)),
    ask: (member, head) => `The record is looked at again. If it does not stand, an open turn ends, and the session goes on at ${head ? 'this head' : 'the newest head that can be restored'}. Nothing is deleted.`,
    command: (member, head) => deeds.restart(member.id, head),
    send: (member, head) => post(session(member.id, '/release'), { by: 'page', ...(head ? { head } : { newestGood: true }) }),
    said: found,
  },
  fork: {
    word: 'Fork',
    off: (member, head) => (head ?? member.selected ? '' : 'there is no head yet'),
    command: (member, head) => deeds.fork(member.id, head ?? member.selected ?? 'HEAD'),
    send: (member, head) => post(session(member.id, '/fork'), { head: head ?? member.selected }),
    then: (answer) => { location.hash = toSession(answer.sessionId); },
    said: 'The fork was started.',
  },
  compact: {
    word: 'Compact',
    off: (member) => (status(member) !== 'idle' ? `the session is ${status(member)}` : member.selected ? '' : 'there is nothing to shorten yet'),
    command: (member) => deeds.compact(member.id),
    send: (member) => post(session(member.id, '/compact')),
    said: 'The transcript was shortened.',
  },
};

/** One button, with its question and its problem. */
export class Act extends Component {
  state = { asking: false, busy: false, problem: null };

  async run() {
    const { deed, member, head, said } = this.props;
    const what = DEEDS[deed];
    this.setState({ asking: false, busy: true, problem: null });
    try {
      const answer = await what.send(member, head);
      (said ?? announce)(typeof what.said === 'function' ? what.said(answer) : what.said);
      what.then?.(answer);
    } catch (problem) {
      this.setState({ problem });
    } finally {
      this.setState({ busy: false });
    }
  }

  render({ deed, member, head, drives, word, off: more }, { asking, busy, problem }) {
    const what = DEEDS[deed];
    const off = drives ? more || what.off(member, head) : READ_ONLY;
    return h('span', { class: 'act' },
      h('button', {
        class: what.ends ? 'ends' : '', disabled: !!off || busy, title: off || undefined, 'data-deed': deed,
        onClick: () => (what.ends ? this.setState({ asking: true }) : this.run()),
      }, word ?? what.word, head && h('span', { class: 'unseen' }, ` from ${head.slice(7, 15)}`)),
      asking && h(Confirm, { title: `${what.word} ${member.id}?`, text: what.ask(member, head), yes: what.yes, command: what.command(member, head), done: (yes) => (yes ? this.run() : this.setState({ asking: false })) }),
      problem && h('div', { class: 'pop' }, h(Failed, { problem }), h('button', { class: 'quiet', onClick: () => this.setState({ problem: null }) }, 'Dismiss')));
  }
}

const announce = (text) => dispatchEvent(new CustomEvent('fractal-said', { detail: text }));

/** All of a session's buttons, and the same as commands. */
export class Actions extends Component {
  state = { said: '' };

  componentDidMount() {
    this.heard = (event) => this.setState({ said: event.detail });
    addEventListener('fractal-said', this.heard);
  }

  componentWillUnmount() {
    removeEventListener('fractal-said', this.heard);
  }

  render({ member, drives }, { said }) {
    return h('section', { class: 'actions', 'aria-label': 'Actions' },
      h('div', { class: 'row' },
        Object.keys(DEEDS).map((deed) => h(Act, { key: deed, deed, member, drives })),
        !drives && h('span', { class: 'dim' }, READ_ONLY),
        h('span', { class: 'said', role: 'status' }, said)),
      h('details', { class: 'as-commands' }, h('summary', null, 'As commands'),
        h('ul', null, Object.entries(DEEDS).map(([deed, what]) => h('li', { key: deed }, h('span', null, what.word), h(Command, { of: what.command(member) }))))));
  }
}
