// New limits of what a root session and everything below it may use.
import { h } from './preact.js';
import { session } from './api.js';
import { deeds } from './cli.js';
import { Command, Failed } from './parts.js';
import { Sending } from './sending.js';

const READ_ONLY = 'this token may read only';
const MOST = 1e12;

const LIMITS = { usd: ['US dollars', 'any'], tokens: ['Tokens', 1], calls: ['Model calls', 1], sessions: ['Sessions', 1] };

const held = (limit) => (limit === undefined ? 'no limit' : `now ${limit}`);

export class RaiseForm extends Sending {
  state = { values: {}, busy: false, problem: null, said: '' };

  named() {
    return Object.entries(this.state.values).filter(([, value]) => value !== '');
  }

  async raise(id) {
    const budget = Object.fromEntries(this.named().map(([name, value]) => [name, Number(value)]));
    if (await this.send(session(id, '/budget'), { budget })) this.setState({ values: {}, said: 'These limits hold now.' });
  }

  render({ member, drives }, { values, busy, problem, said }) {
    return h('details', { class: 'raise' }, h('summary', null, 'Raise its budget'),
      h('form', { class: 'answer', onSubmit: (event) => { event.preventDefault(); this.raise(member.id); } },
        h('p', { class: 'dim' }, 'Each limit is the whole, for this session and everything below it. What is left empty stays as it is.'),
        Object.entries(LIMITS).map(([name, [word, step]]) =>
          h('label', { key: name }, h('span', null, `${word} in all`),
            h('input', { type: 'number', min: 0, max: MOST, step, value: values[name] ?? '', placeholder: held(member.limits[name]), onInput: (event) => this.setState({ values: { ...values, [name]: event.target.value }, said: '' }) }))),
        problem && h(Failed, { problem }),
        h('div', { class: 'row between' },
          h('button', { class: 'first', disabled: busy || !drives || this.named().length === 0, title: drives ? undefined : READ_ONLY }, 'Raise'),
          h('span', { class: 'told', role: 'status' }, said),
          h(Command, { of: deeds.raise(member.id) }))));
  }
}
