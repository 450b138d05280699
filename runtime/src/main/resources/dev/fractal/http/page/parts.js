// Small pieces that all views use. Texts go in as text nodes, never as markup.
import { Component, h } from './preact.js';
import { inert } from './format.js';

const WORDS = { 'stop-requested': 'stopping', 'pause-requested': 'pausing', 'limit-reached': 'limit' };

export const Status = ({ of }) =>
  h('span', { class: `status is-${of}` }, h('span', { class: 'dot', 'aria-hidden': 'true' }), WORDS[of] || of);

export const Empty = ({ title, children }) =>
  h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), children && h('p', null, children));

/** The heading of a place: it takes the focus when the reader came here from another one. */
export class Title extends Component {
  static moved = false;

  componentDidMount() {
    if (Title.moved) this.base.focus({ preventScroll: true });
    Title.moved = false;
  }

  render({ level = 'h1', children, ...more }) {
    return h(level, { tabindex: -1, ...more }, children);
  }
}

export const Loading = ({ what }) => h('p', { class: 'wait', role: 'status' }, `Loading ${what}…`);

export const Failed = ({ problem, again }) =>
  h('div', { class: 'problem', role: 'alert' },
    h('strong', null, problem.title || 'Something went wrong'),
    h('p', null, inert(problem.message)),
    again && h('button', { onClick: again }, 'Try again'));

/** A command with a button that copies it. */
export class Command extends Component {
  render({ of, label = 'Copy command' }, { copied }) {
    const copy = () => copyText(of).then((done) => {
      this.setState({ copied: done ? 'Copied' : 'Select it' });
      setTimeout(() => this.setState({ copied: '' }), 1500);
    });
    return h('span', { class: 'command' },
      h('code', null, inert(of)),
      h('button', { type: 'button', class: 'quiet', onClick: copy, 'aria-label': `${label}: ${of}` }, copied || 'Copy'),
      h('span', { class: 'unseen', role: 'status' }, copied === 'Copied' ? 'Copied to the clipboard' : ''));
  }
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A text that may be long: cut until it is asked for. */
export class Long extends Component {
  render({ text, lines = 12, label, class: kind = '' }, { whole }) {
    const shown = inert(text);
    const rows = shown.split('\n');
    const cut = !whole && (rows.length > lines || shown.length > lines * 200);
    return h('div', { class: `long ${kind}` },
      h('pre', { tabindex: 0, role: 'region', 'aria-label': label }, cut ? rows.slice(0, lines).join('\n').slice(0, lines * 200) : shown),
      cut && h('button', { class: 'quiet', onClick: () => this.setState({ whole: true }) }, `Show all (${rows.length} lines)`));
  }
}

/** Asks before work is ended; the first focus is on the way back. */
export class Confirm extends Component {
  componentDidMount() {
    this.base.addEventListener('close', () => this.props.done(this.base.returnValue === 'yes'));
    this.base.showModal();
  }

  render({ title, text, yes, command }) {
    const end = (value) => () => this.base.close(value);
    return h('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title' },
      h('h2', { id: 'confirm-title' }, title),
      h('p', null, text),
      command && h(Command, { of: command }),
      h('div', { class: 'row end' },
        h('button', { autofocus: true, onClick: end('no') }, 'Keep it as it is'),
        h('button', { class: 'danger', onClick: end('yes') }, yes)));
  }
}

export const Facts = ({ of }) =>
  h('dl', { class: 'facts' }, of.filter(Boolean).map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, value))));
