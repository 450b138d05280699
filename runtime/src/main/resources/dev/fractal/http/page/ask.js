// Asks the session for a further turn.
import { Component, h } from './preact.js';
import { post, session } from './api.js';
import { Command, Failed } from './parts.js';
import { deeds } from './cli.js';

export class Ask extends Component {
  state = { message: '', problem: null, busy: false };

  async send() {
    const { message } = this.state;
    if (!message.trim() || this.state.busy) return;
    this.setState({ busy: true, problem: null });
    try {
      await post(session(this.props.member.id, '/turns'), { message });
      this.setState({ message: '' });
    } catch (problem) {
      this.setState({ problem });
    } finally {
      this.setState({ busy: false });
    }
  }

  render({ member }, { message, problem, busy }) {
    return h('form', { class: 'panel ask', onSubmit: (event) => { event.preventDefault(); this.send(); } },
      h('label', { for: 'message' }, 'Ask for another turn'),
      h('textarea', {
        id: 'message', rows: 3, value: message, onInput: (event) => this.setState({ message: event.target.value }),
        onKeyDown: (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.send(); },
      }),
      problem && h(Failed, { problem }),
      h('div', { class: 'row between' },
        message.trim() ? h(Command, { of: deeds.turn(member.id, message.trim()) }) : h('span', { class: 'dim' }, 'Ctrl + Enter sends it'),
        h('button', { class: 'first', disabled: busy || !message.trim() }, 'Run turn')));
  }
}
