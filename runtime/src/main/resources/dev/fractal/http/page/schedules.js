// The schedules of a session, with a form for another one.
import { h } from './preact.js';
import { get, session } from './api.js';
import { deeds, views } from './cli.js';
import { inert, many, moment } from './format.js';
import { Command, Failed } from './parts.js';
import { Sending } from './sending.js';

const READ_ONLY = 'this token may read only';
const LONGEST = 4000;
const EMPTY = { name: '', task: '', kind: 'every', every: '1h', cron: '0 9 * * MON-FRI', zone: '', overlap: 'skip' };
const SAID = { active: 'It goes on', paused: 'It is paused', removed: 'It is removed' };

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export class Schedules extends Sending {
  state = { ...EMPTY, zone: here(), list: [], busy: false, problem: null, said: '' };

  componentDidMount() {
    this.load();
  }

  /** The stream tells of each change to a schedule. */
  componentDidUpdate() {
    if (this.seen !== this.props.member.scheduled) this.load();
  }

  componentWillUnmount() {
    this.gone = true;
  }

  path(rest = '') {
    return session(this.props.member.id, `/schedules${rest}`);
  }

  async load() {
    this.seen = this.props.member.scheduled;
    try {
      const list = await get(this.path());
      if (!this.gone) this.setState({ list });
    } catch (problem) {
      if (!this.gone && problem.status !== 404) this.setState({ problem });
    }
  }

  async add() {
    const { name, task, kind, every, cron, zone, overlap } = this.state;
    this.done(await this.send(this.path(), { name, task, overlap, ...(kind === 'every' ? { every } : { cron, zone }) }), 'It is set', { name: '', task: '' });
  }

  async change(name, verb) {
    const path = this.path(`/${encodeURIComponent(name)}`);
    this.done(await (verb === 'remove' ? this.remove(path) : this.send(`${path}/${verb}`, {})));
  }

  done(answer, word, more = {}) {
    if (!answer) return;
    this.setState({ ...more, said: `${word ?? SAID[answer.status]}: ${answer.name}` });
    this.load();
  }

  field(name, word, more) {
    return h('label', null, h('span', null, word),
      h('input', { value: this.state[name], required: true, onInput: (event) => this.setState({ [name]: event.target.value, said: '' }), ...more }));
  }

  choice(name, word, options) {
    return h('label', null, h('span', null, word),
      h('select', { value: this.state[name], onChange: (event) => this.setState({ [name]: event.target.value }) },
        Object.entries(options).map(([value, text]) => h('option', { key: value, value }, text))));
  }

  render({ member, drives }, { list, name, task, kind, busy, problem, said }) {
    const off = busy || !drives;
    const title = drives ? undefined : READ_ONLY;
    return h('details', { class: 'schedules' }, h('summary', null, list.length ? many(list.length, 'schedule') : 'Schedules'),
      list.length > 0 && h('ul', null, list.map((one) => h(Item, { key: one.name, one, off, title, change: (verb) => this.change(one.name, verb) }))),
      h('p', { class: 'told', role: 'status' }, said),
      problem && h(Failed, { problem }),
      h('form', { class: 'answer', onSubmit: (event) => { event.preventDefault(); this.add(); } },
        this.field('name', 'Name of the schedule', { maxlength: 64, pattern: '[A-Za-z0-9][A-Za-z0-9._~\\-]*' }),
        this.choice('kind', 'Due', { every: 'Again after the same time', cron: 'At the times of a cron expression' }),
        kind === 'every' ? this.field('every', 'Time between two turns')
          : [this.field('cron', 'Minute, hour, day of month, month, day of week'), this.field('zone', 'Time zone')],
        h('label', null, h('span', null, 'What each turn is asked'),
          h('textarea', { rows: 3, required: true, maxlength: LONGEST, value: task, onInput: (event) => this.setState({ task: event.target.value, said: '' }) })),
        this.choice('overlap', 'While another turn runs', { skip: 'No turn', queue: 'It waits' }),
        h('div', { class: 'row between' },
          h('button', { class: 'first', disabled: off || !name.trim() || !task.trim(), title }, 'Set schedule'),
          h(Command, { of: deeds.schedule(member.id, name, kind === 'cron') }))),
      h(Command, { of: views.schedules(member.id) }));
  }
}

const Item = ({ one, off, title, change }) =>
  h('li', { class: 'panel', 'data-schedule': one.name },
    h('div', { class: 'row' }, h('strong', null, one.name),
      h('span', null, one.every ? `every ${one.every}` : `${inert(one.cron)} (${inert(one.zone)})`),
      h('span', { class: 'dim' }, one.status === 'paused' ? `paused${one.reason ? `: ${one.reason}` : ''}` : one.next ? ['next ', h('time', { datetime: one.next }, moment(Date.parse(one.next)))] : ''),
      h('span', { class: 'dim' }, `${many(one.turns, 'turn')}, ${one.missed} missed, ${one.skipped} skipped`)),
    h('p', null, inert(one.task)),
    h('div', { class: 'row' },
      one.status === 'paused'
        ? h('button', { disabled: off, title, 'aria-label': `Resume schedule ${one.name}`, onClick: () => change('resume') }, 'Resume schedule')
        : h('button', { disabled: off, title, 'aria-label': `Pause schedule ${one.name}`, onClick: () => change('pause') }, 'Pause schedule'),
      h('button', { class: 'quiet', disabled: off, title, 'aria-label': `Remove schedule ${one.name}`, onClick: () => change('remove') }, 'Remove')));
