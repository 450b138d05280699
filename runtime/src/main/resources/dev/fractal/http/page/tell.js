// What a person tells a session while its turn runs.
import { h } from './preact.js';
import { session } from './api.js';
import { deeds } from './cli.js';
import { Command, Failed } from './parts.js';
import { Sending } from './sending.js';
import { openTurn } from './state.js';

const READ_ONLY = 'this token may read only';
const LONGEST = 4000;

const MODES = {
  steer: ['Read it with the next step', 'Its model reads it with its next step.'],
  interrupt: ['End what runs, then read it', 'What ran was ended; its model reads it now.'],
  queue: ['Make it the next turn', 'It is the next turn.'],
};

export class TellForm extends Sending {
  state = { text: '', mode: 'steer', busy: false, problem: null, said: '' };

  async tell(id, mode) {
    const answer = await this.send(session(id, '/messages'), { text: this.state.text, mode });
    if (answer) this.setState({ text: '', said: MODES[mode][1] });
  }

  render({ member, drives }, { text, mode, busy, problem, said }) {
    const how = openTurn(member) ? mode : 'queue';
    return h('details', { class: 'tell' }, h('summary', null, 'Tell it something'),
      h('form', { class: 'answer', onSubmit: (event) => { event.preventDefault(); this.tell(member.id, how); } },
        h('label', null, h('span', null, 'What to tell it'),
          h('textarea', { rows: 3, required: true, maxlength: LONGEST, value: text, onInput: (event) => this.setState({ text: event.target.value, said: '' }) })),
        h('label', null, h('span', null, 'When'),
          h('select', { value: how, onChange: (event) => this.setState({ mode: event.target.value }) },
            Object.entries(MODES).map(([name, [word]]) => h('option', { key: name, value: name, disabled: name !== 'queue' && !openTurn(member) }, word)))),
        problem && h(Failed, { problem }),
        h('div', { class: 'row between' },
          h('button', { class: 'first', disabled: busy || !drives || !text.trim(), title: drives ? undefined : READ_ONLY }, 'Tell'),
          h('span', { class: 'told', role: 'status' }, said),
          h(Command, { of: deeds.tell(member.id, how) }))));
  }
}
