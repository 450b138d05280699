// Asks for a bearer token; it is kept until the tab is closed, and sent nowhere but to this node.
import { Component, h } from './preact.js';
import { token } from './api.js';

export class Login extends Component {
  componentDidMount() {
    this.base.querySelector('input').focus();
  }

  render({ why, enter }) {
    const send = (event) => {
      event.preventDefault();
      token.set(event.target.elements.token.value.trim());
      enter();
    };
    return h('form', { class: 'login panel', onSubmit: send },
      h('h1', null, 'This node wants a token'),
      h('p', { id: 'login-how' }, 'Paste a token of the file that ', h('code', null, 'fractal.http.token-file'),
        ' names. It stays in this tab and is forgotten when the tab is closed.'),
      why && h('p', { class: 'problem', role: 'alert' }, why),
      h('label', { for: 'token' }, 'Token'),
      h('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'off', spellcheck: false, required: true, 'aria-describedby': 'login-how' }),
      h('button', { class: 'first' }, 'Open'));
  }
}
