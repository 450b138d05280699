// What forms that send something to the node share: one request at a time, and its problem.
import { Component } from './preact.js';
import { post, remove } from './api.js';

export class Sending extends Component {
  /** Sends a body, or what a function makes of the form; gives the answer, or nothing after a problem. */
  send(path, body) {
    return this.asked(() => post(path, { by: 'page', ...(typeof body === 'function' ? body() : body) }));
  }

  /** Removes what has a path. */
  remove(path) {
    return this.asked(() => remove(`${path}?by=page`));
  }

  async asked(request) {
    if (this.state.busy) return undefined;
    this.setState({ busy: true, problem: null });
    try {
      return await request();
    } catch (problem) {
      this.setState({ problem: problem instanceof SyntaxError ? { title: 'Not JSON', message: problem.message } : problem });
      return undefined;
    } finally {
      this.setState({ busy: false });
    }
  }
}
