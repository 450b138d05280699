// The tree of sessions with who waits for whom; arrows move in it.
import { Component, h } from './preact.js';
import { now } from './api.js';
import { ago, cost, firstLine, shortSession } from './format.js';
import { toSession } from './routes.js';
import { callOf, childrenOf, status, task, treeSpend, waits } from './state.js';
import { Status } from './parts.js';

const MOST = 50;

export class Tree extends Component {
  state = { closed: new Set(), wide: new Set() };

  rows() {
    const { store } = this.props;
    const found = [];
    const add = (member, level) => {
      const children = childrenOf(store.tree, member.id).sort((a, b) => callOf(a).localeCompare(callOf(b), 'en', { numeric: true }));
      const open = !this.state.closed.has(member.id);
      found.push({ member, level, children: children.length, open });
      if (!open) return;
      const shown = this.state.wide.has(member.id) ? children : children.slice(0, MOST);
      shown.forEach((child) => add(child, level + 1));
      if (shown.length < children.length) found.push({ more: children.length - shown.length, of: member.id, level: level + 1 });
    };
    const root = store.tree.sessions.get(store.root);
    if (root) add(root, 1);
    return found;
  }

  toggle(id, set = 'closed') {
    const changed = new Set(this.state[set]);
    if (!changed.delete(id)) changed.add(id);
    this.setState({ [set]: changed });
  }

  key(event, rows) {
    const items = [...this.base.querySelectorAll('[role=treeitem]')];
    const at = items.indexOf(event.target.closest('[role=treeitem]'));
    const row = rows[at];
    const go = (to) => { event.preventDefault(); items[Math.max(0, Math.min(items.length - 1, to))]?.focus(); };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(items.length - 1);
    else if (event.key === 'ArrowRight' && row.children) row.open ? go(at + 1) : this.toggle(row.member.id);
    else if (event.key === 'ArrowLeft' && row.children && row.open) this.toggle(row.member.id);
    else if (event.key === 'ArrowLeft') go(rows.findLastIndex((other, i) => i < at && other.level < row.level));
    else if (event.key === ' ') event.target.click();
    else return;
    event.preventDefault();
  }

  render({ store, id }) {
    const rows = this.rows();
    const focusable = rows.some((row) => row.member?.id === id) ? id : store.root;
    return h('div', { role: 'tree', class: 'tree', 'aria-label': 'Sessions of the tree', onKeyDown: (event) => this.key(event, rows) },
      rows.map((row) => row.more
        ? h('button', { key: `more-${row.of}`, role: 'treeitem', 'aria-level': row.level, class: `quiet more level-${Math.min(row.level, 8)}`, tabindex: -1, onClick: () => this.toggle(row.of, 'wide') }, `${row.more} more`)
        : h(Row, { key: row.member.id, row, store, chosen: row.member.id === id, tab: row.member.id === focusable, toggle: () => this.toggle(row.member.id) })));
  }
}

function Row({ row, store, chosen, tab, toggle }) {
  const { member, level, children, open } = row;
  const waiting = waits(member, store.tree);
  return h('a', {
    role: 'treeitem', href: toSession(member.id), class: `node level-${Math.min(level, 8)}`, tabindex: tab ? 0 : -1,
    'aria-level': level, 'aria-expanded': children ? String(open) : undefined, 'aria-selected': String(chosen), 'data-session': member.id,
  },
    h('span', { class: 'fold', 'aria-hidden': 'true', onClick: (event) => { if (children) { event.preventDefault(); event.stopPropagation(); toggle(); } } }, children ? (open ? '▾' : '▸') : ''),
    h('span', { class: 'node-text' },
      h('span', { class: 'node-name' }, shortSession(member.id, member.root), h(Status, { of: status(member) })),
      h('span', { class: 'node-task' }, firstLine(task(member), 80)),
      waiting.length > 0 && h('span', { class: 'node-waits' }, 'waits for ' + words(waiting, member.root))),
    h('span', { class: 'node-cost' }, cost(treeSpend(store.tree, member.id))));
}

function words(waiting, root) {
  const all = waiting.map((one) => shortSession(one.word, root));
  const since = Math.min(...waiting.map((one) => one.since ?? Infinity));
  const named = all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ');
  return Number.isFinite(since) ? `${named}, for ${ago(now() - since)}` : named;
}
