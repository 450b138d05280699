// What leads to turns that are not shown yet.
import { Component, h } from './preact.js';
import { many } from './format.js';
import { earlier } from './state.js';

/** A button that has as many turns again; the newest of them gets the focus. */
export class Earlier extends Component {
  left() {
    const { store } = this.props;
    const root = store.tree.sessions.get(store.root);
    return root ? earlier(root) : 0;
  }

  componentDidUpdate() {
    const { before } = this.state;
    if (!before || this.left() >= before) return;
    this.setState({ before: 0 });
    document.getElementById(`turn-${before}`)?.focus();
  }

  render({ store, member }, { before }) {
    const left = this.left();
    if (member.id !== store.root || !left) return null;
    const more = () => {
      this.setState({ before: left });
      store.further();
    };
    return h('div', { class: 'row earlier' },
      h('button', { type: 'button', onClick: more, 'aria-disabled': before ? 'true' : undefined }, before ? 'Reading earlier turns…' : 'Earlier turns'),
      h('span', { class: 'dim' }, `${many(left, 'turn')} before turn ${left + 1}`));
  }
}
