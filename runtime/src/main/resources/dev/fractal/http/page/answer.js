// The form of one question: choices, fields made from its schema, or a text.
import { h } from './preact.js';
import { get } from './api.js';
import { inert } from './format.js';
import { Command, Failed, Loading, Long } from './parts.js';
import { deeds } from './cli.js';
import { Sending } from './sending.js';

const READ_ONLY = 'this token may read only';
const SIMPLE = ['string', 'number', 'integer', 'boolean'];

/** The properties of a schema that fields can be made for; none when it is of another form. */
function fields(schema) {
  if (schema?.type !== 'object' || !schema.properties) return null;
  const all = Object.entries(schema.properties);
  return all.every(([, one]) => one && (Array.isArray(one.enum) || SIMPLE.includes(one.type))) ? all : null;
}

const path = (id) => `/v1/asks/${encodeURIComponent(id)}`;

class Answering extends Sending {
  async give(body, said) {
    if (await this.send(path(this.props.id), body)) this.props.done(said);
  }
}

/** The form of a question, or of a call that needs a yes. */
export const AnswerForm = (props) => h(props.approves ? ApprovalForm : QuestionForm, props);

class QuestionForm extends Answering {
  state = { ask: null, problem: null, busy: false, text: '', why: '', values: {} };

  componentDidMount() {
    get(path(this.props.id)).then((ask) => this.setState({ ask }), (problem) => this.setState({ problem }));
  }

  /** The answer as it stands; throws when it is not JSON where it has to be. */
  value() {
    const { ask, text, values } = this.state;
    if (!ask.schema) return text;
    const simple = fields(ask.schema);
    return simple ? Object.fromEntries(simple.map(([name, one]) => [name, typed(one, values[name])]).filter(([, value]) => value !== undefined)) : JSON.parse(text);
  }

  render({ answers }, { ask, problem, busy, text, why }) {
    if (!ask) return problem ? h(Failed, { problem }) : h(Loading, { what: 'the question' });
    const off = answers ? undefined : READ_ONLY;
    return h('form', { class: 'answer', onSubmit: (event) => { event.preventDefault(); this.give(() => ({ answer: this.value() }), 'The answer was taken.'); } },
      ask.question.length > 300 && h(Long, { text: ask.question, label: 'The whole question' }),
      ask.details !== null && h(Long, { text: typeof ask.details === 'string' ? ask.details : JSON.stringify(ask.details, null, 2), label: 'Details' }),
      this.inputs(ask, text),
      problem && h(Failed, { problem }),
      ask.fallback !== null && h('p', { class: 'dim' }, `Without an answer in time: ${inert(JSON.stringify(ask.fallback))}`),
      h('div', { class: 'row between' },
        h('button', { class: 'first', disabled: busy || !answers, title: off }, 'Send the answer'),
        h(Command, { of: deeds.answer(ask.sessionId, ask.id.slice(ask.id.indexOf(':') + 1)) })),
      h('details', null, h('summary', null, 'There is no answer'),
        h('label', null, h('span', null, 'Why'), h('input', { value: why, maxlength: 2000, onInput: (event) => this.setState({ why: event.target.value }) })),
        h('button', { type: 'button', class: 'ends', disabled: busy || !answers || !why.trim(), title: off, onClick: () => this.give(() => ({ decline: why }), 'The question was declined.') }, 'Decline')));
  }

  inputs(ask, text) {
    const set = (more) => this.setState(more);
    if (ask.choices.length) {
      return h('fieldset', null, h('legend', null, 'Answer'), ask.choices.map((choice) =>
        h('label', { class: 'check', key: choice }, h('input', { type: 'radio', name: ask.id, required: true, checked: text === choice, onChange: () => set({ text: choice }) }), h('span', null, inert(choice)))));
    }
    const simple = fields(ask.schema);
    if (simple) {
      const required = ask.schema.required ?? [];
      return h('fieldset', null, h('legend', null, 'Answer'), simple.map(([name, one]) =>
        h(Field, { key: name, name, one, required: required.includes(name), value: this.state.values[name], set: (value) => set({ values: { ...this.state.values, [name]: value } }) })));
    }
    const label = ask.schema ? 'Answer, as JSON' : 'Answer';
    return h('label', null, h('span', null, label),
      h('textarea', { rows: 3, required: true, value: text, onInput: (event) => set({ text: event.target.value }) }),
      ask.schema && h(Long, { text: JSON.stringify(ask.schema, null, 2), label: 'The schema that it has to fit' }));
  }
}

function Field({ name, one, required, value, set }) {
  const label = h('span', null, inert(one.title || name), required ? '' : ' (optional)', one.description && h('small', { class: 'dim' }, ' ', inert(one.description)));
  if (Array.isArray(one.enum)) {
    return h('label', null, label, h('select', { required, value: value ?? '', onChange: (event) => set(event.target.value) },
      h('option', { value: '' }, ''), one.enum.map((word, i) => h('option', { value: String(i) }, inert(String(word))))));
  }
  if (one.type === 'boolean') {
    return h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: value === true, onChange: (event) => set(event.target.checked) }), label);
  }
  const number = one.type !== 'string';
  return h('label', null, label, h('input', {
    type: number ? 'number' : 'text', step: one.type === 'integer' ? 1 : number ? 'any' : undefined,
    min: one.minimum, max: one.maximum, required, value: value ?? '', onInput: (event) => set(event.target.value),
  }));
}

function typed(one, value) {
  if (one.type === 'boolean' && !Array.isArray(one.enum)) return value === true;
  if (value === undefined || value === '') return undefined;
  if (Array.isArray(one.enum)) return one.enum[Number(value)];
  return one.type === 'string' ? value : Number(value);
}

/** A call that needs a yes, with its arguments, which may be edited. */
class ApprovalForm extends Answering {
  state = { ask: null, problem: null, busy: false, text: '', why: '' };

  componentDidMount() {
    get(path(this.props.id)).then(
      (ask) => this.setState({ ask, text: JSON.stringify(ask.details, null, 2) }), (problem) => this.setState({ problem }));
  }

  yes() {
    const edited = JSON.parse(this.state.text);
    return JSON.stringify(edited) === JSON.stringify(this.state.ask.details) ? { approve: true } : { approve: true, arguments: edited };
  }

  render({ answers }, { ask, problem, busy, text, why }) {
    if (!ask) return problem ? h(Failed, { problem }) : h(Loading, { what: 'the call' });
    const off = answers ? undefined : READ_ONLY;
    return h('form', { class: 'answer', onSubmit: (event) => { event.preventDefault(); this.give(() => this.yes(), 'The call was approved.'); } },
      h('label', null, h('span', null, `Arguments of ${inert(ask.approves)}, as a JSON array`),
        h('textarea', { rows: 4, required: true, value: text, onInput: (event) => this.setState({ text: event.target.value }) })),
      problem && h(Failed, { problem }),
      h('div', { class: 'row between' },
        h('button', { class: 'first', disabled: busy || !answers, title: off }, 'Approve'),
        h(Command, { of: deeds.approve(ask.sessionId, ask.id.slice(ask.id.indexOf(':') + 1)) })),
      h('label', null, h('span', null, 'Why not'), h('input', { value: why, maxlength: 2000, onInput: (event) => this.setState({ why: event.target.value }) })),
      h('button', { type: 'button', class: 'ends', disabled: busy || !answers || !why.trim(), title: off, onClick: () => this.give(() => ({ reject: why }), 'The call was rejected.') }, 'Reject'));
  }
}
