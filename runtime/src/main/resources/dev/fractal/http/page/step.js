// One step: what the model wrote, its code, what came of it, and what it cost.
import { Component, h } from './preact.js';
import { get, session } from './api.js';
import { cost, duration, inert, many, shortSession, tokens } from './format.js';
import { Command, Facts, Failed, Loading, Long, Status, Title } from './parts.js';
import { toSession, toStep } from './routes.js';
import { callOf, childrenOf, earlier } from './state.js';
import { NONE } from './spend.js';
import { views } from './cli.js';

export class Step extends Component {
  state = { steps: null, problem: null };

  componentDidMount() {
    this.refresh();
  }

  componentDidUpdate() {
    this.refresh();
  }

  place() {
    const [turn, step] = this.props.detail.split('.').map(Number);
    return { turn, step };
  }

  /** The document is read again when an event has changed the step. */
  refresh() {
    const { turn } = this.place();
    const { member, store } = this.props;
    if (turn > 0 && turn <= earlier(member)) store.reach(turn);
    const newest = Math.max(0, ...(member.turns.get(turn)?.steps.map((one) => one.sequence) ?? []));
    const key = `${turn}-${newest}`;
    if (key !== this.key && newest > 0) {
      this.key = key;
      this.load(turn);
    }
  }

  async load(turn) {
    try {
      const steps = await get(session(this.props.member.id, `/steps?turn=${turn}`));
      this.setState({ steps, turn, problem: null });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render({ member, store, detail }, { steps, turn: loaded, problem }) {
    const { turn, step } = this.place();
    const folded = member.turns.get(turn);
    const facts = folded?.steps.find((one) => one.step === step);
    const head = h('div', { class: 'row between' },
      h(Title, { level: 'h2' }, `Turn ${turn} · Step ${step}`),
      h('nav', { class: 'pages', 'aria-label': 'Steps' }, neighbour(member, folded, step - 1, 'Previous step'), neighbour(member, folded, step + 1, 'Next step'), h('a', { href: toSession(member.id) }, 'All steps')));
    if (problem) return h('div', null, head, h(Failed, { problem, again: () => this.load(turn) }));
    if (!facts && turn <= earlier(member)) return h('div', null, head, h(Loading, { what: `turn ${turn}` }));
    if (!facts) return h('div', null, head, h('p', { class: 'empty' }, `Step ${detail} is not there yet.`));
    const document = loaded === turn && steps?.find((one) => one.step === step);
    return h('article', { class: 'step' }, head,
      h(Command, { of: views.step(member.id, turn) }),
      h(Numbers, { step: facts }),
      document ? h(Body, { document, member, store, facts }) : h(Loading, { what: 'the step' }));
  }
}

const neighbour = (member, turn, step, word) =>
  turn?.steps.some((one) => one.step === step) ? h('a', { href: toStep(member.id, turn.number, step) }, word) : h('span', { class: 'off' }, word);

function Numbers({ step }) {
  const spend = step.spend ?? NONE;
  return h(Facts, { of: [
    ['Model', duration(step.replied - step.asked)],
    step.replied > 0 && !step.failure && ['Cells', step.evaluated ? duration(step.evaluated - step.replied) : 'running'],
    ['Cost', cost(spend)], ['Tokens in', tokens(spend.input)], ['Cached', tokens(spend.cached)], ['Tokens out', tokens(spend.output)],
    spend.dark > 0 && ['Unknown', many(spend.dark, 'request')],
  ] });
}

function Body({ document, member, store, facts }) {
  if (document.error) return h('div', { class: 'problem' }, h('strong', null, document.error.type), h('p', null, inert(document.error.message)));
  const cells = document.cells ?? [];
  return h('div', null,
    document.code.length === 0 && h('p', { class: 'dim' }, 'The reply has no code.'),
    document.code.map((code, i) => h('section', { key: i, class: 'panel cell' },
      h('div', { class: 'row' }, h('h3', null, document.code.length > 1 ? `Code, cell ${i}` : 'Code'), cells[i] && h(Status, { of: cells[i].ending }), cells[i]?.detail && h('span', { class: 'bad' }, inert(cells[i].detail))),
      h(Long, { text: code, lines: 40, label: `Code of cell ${i}`, class: 'code' }))),
    document.calls.length > 0 && h(Calls, { calls: document.calls, member, store, facts }),
    document.observation !== undefined && h('section', { class: 'panel' }, h('h3', null, 'Observation'), h(Long, { text: document.observation || '(nothing)', lines: 30, label: 'Observation' })),
    h('details', { class: 'panel' }, h('summary', null, 'Reply as the model wrote it'), h(Long, { text: document.reply, lines: 60, label: 'Reply' })));
}

function Calls({ calls, member, store, facts }) {
  const children = new Map(childrenOf(store.tree, member.id).map((child) => [callOf(child), child]));
  const timed = new Map(facts.waves.flatMap((wave) => wave.calls.map((call) => [`${wave.cell}.${call.call}`, { ...call, from: wave.requested }])));
  return h('section', { class: 'panel' }, h('h3', null, many(calls.length, 'host call')),
    calls.slice(0, 200).map((call) => {
      const time = timed.get(`${call.cell}.${call.call}`);
      const child = time && children.get(time.key);
      return h('details', { key: `${call.cell}.${call.call}`, class: 'call' },
        h('summary', null, h('strong', null, call.function), ` ${inert(JSON.stringify(call.arguments)).slice(0, 90)} `,
          h('span', { class: 'dim' }, time?.done ? duration(time.done - time.from) : 'runs'), call.error && h('span', { class: 'bad' }, ` ${call.error.type}`)),
        child && h('p', null, h('a', { href: toSession(child.id) }, `Child session ${shortSession(child.id, child.root)}`)),
        h('h4', null, 'Arguments'), h(Long, { text: JSON.stringify(call.arguments, null, 2), label: `Arguments of ${call.function}` }),
        h('h4', null, 'Result'), call.error ? h('p', { class: 'bad' }, inert(call.error.message)) : call.value === undefined ? h('p', { class: 'dim' }, 'none yet') : h(Long, { text: JSON.stringify(call.value, null, 2), label: `Result of ${call.function}` }));
    }),
    calls.length > 200 && h('p', { class: 'dim' }, `and ${calls.length - 200} more; the command above prints all`));
}
