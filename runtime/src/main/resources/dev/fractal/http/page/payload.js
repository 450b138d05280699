// A text of an event: there at once when it lies in the event, else fetched.
import { Component, h } from './preact.js';
import { get, session } from './api.js';
import { Failed, Loading, Long } from './parts.js';

export class Payload extends Component {
  componentDidMount() {
    if (this.props.content.in === 'payload') this.load();
  }

  async load() {
    const { content, member } = this.props;
    try {
      this.setState({ text: (await get(session(member.id, `/payloads/${content.id}`))).text, problem: null });
    } catch (problem) {
      this.setState({ problem });
    }
  }

  render({ content, label }, { text, problem }) {
    if (problem) return h(Failed, { problem, again: () => this.load() });
    const shown = content.in === 'event' ? content.text : text;
    return shown === undefined ? h(Loading, { what: 'the text' }) : h(Long, { text: pretty(shown), label });
  }
}

/** JSON with line breaks; a text value as itself. */
export function pretty(json) {
  try {
    const value = JSON.parse(json);
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  } catch {
    return json;
  }
}
