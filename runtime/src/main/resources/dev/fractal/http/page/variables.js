// Variables as they are now, or as a head fixed them, and what changed since the head before it.
import { Component, h } from './preact.js';
import { get, session } from './api.js';
import { Earlier } from './earlier.js';
import { inert, shortHead } from './format.js';
import { Command, Empty, Failed, Loading } from './parts.js';
import { replace, toSession } from './routes.js';
import { earlier } from './state.js';
import { views } from './cli.js';

export class Variables extends Component {
  state = { found: null, problem: null };

  componentDidMount() {
    this.load();
  }

  componentDidUpdate() {
    if (this.wanted() !== this.key) this.load();
  }

  /** Variables of now change with heads and steps, those of a head never. */
  wanted() {
    const { member, detail } = this.props;
    const last = [...member.turns.values()].at(-1)?.steps.at(-1)?.evaluated ?? 0;
    return detail || `now-${last}-${member.heads.length}`;
  }

  async load() {
    const key = (this.key = this.wanted());
    const { member, detail } = this.props;
    try {
      const found = await get(session(member.id, `/vars${detail ? `?head=${encodeURIComponent(detail)}` : ''}`));
      if (key === this.key) this.setState({ found, of: detail, problem: null });
    } catch (problem) {
      if (key === this.key) this.setState({ problem });
    }
  }

  render({ member, store, detail }, { found, of, problem }) {
    const head = member.heads.find((one) => one.id === detail);
    const basis = head && member.heads.find((one) => one.id === head.basis);
    const compared = head && (basis || !head.basis || !earlier(member));
    return h('div', null,
      h('div', { class: 'row between' }, h('h2', null, 'Variables'), h(Command, { of: views.variables(member.id) })),
      h('div', { class: 'filters' }, h('label', null, h('span', null, 'At'),
        h('select', { value: detail, onChange: (event) => replace(toSession(member.id, 'variables', event.target.value)) },
          h('option', { value: '' }, 'now'),
          detail && !head && h('option', { value: detail }, shortHead(detail)),
          member.heads.toReversed().map((one) => h('option', { key: one.id, value: one.id }, `${shortHead(one.id)} · turn ${one.turn} · ${one.kind}`))))),
      problem ? h(Failed, { problem, again: () => this.load() })
        : !found || of !== detail ? h(Loading, { what: 'variables' })
        : Object.keys(found).length === 0 ? h(Empty, { title: 'No variables' }, 'They appear with the first step that defines one.')
        : h(Table, { found, before: compared ? basis?.variables ?? {} : null }),
      h(Earlier, { member, store }));
  }
}

function Table({ found, before }) {
  const gone = before ? Object.keys(before).filter((name) => !(name in found)) : [];
  const change = (name) => (!(name in before) ? 'new' : before[name] === found[name].digest ? '' : 'changed');
  return h('div', null,
    h('table', { class: 'variables' },
      h('caption', { class: 'unseen' }, 'Variables with short texts of their values'),
      h('thead', null, h('tr', null, ['Name', 'Value', ...(before ? ['Since'] : []), 'Kept'].map((word) => h('th', { scope: 'col', key: word }, word)))),
      h('tbody', null, Object.entries(found).map(([name, variable]) => h('tr', { key: name },
        h('th', { scope: 'row' }, h('code', null, name)),
        h('td', { class: 'value' }, h('code', null, inert(variable.preview) || '–')),
        before && h('td', null, change(name) && h('span', { class: 'chip' }, change(name))),
        h('td', { class: 'dim', title: variable.digest }, variable.exact ? 'exactly' : `not exactly: ${inert(variable.reason)}`))))),
    gone.length > 0 && h('p', { class: 'dim' }, `Gone since the head before: ${gone.join(', ')}`));
}
