// Requests to the node that served the page. The token lives in this tab's session storage only.

const KEY = 'fractal-token';
let skew = 0;

/** What the server refused, with the title and sentence of its problem document. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || 'the server gave no reason');
    this.status = status;
    this.title = document.title || `HTTP ${status}`;
    this.kind = String(document.type || '').replace('urn:fractal:error:', '');
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY) || '',
  set: (value) => sessionStorage.setItem(KEY, value),
  drop: () => sessionStorage.removeItem(KEY),
};

/** The server's time in milliseconds, as near as its answers tell. */
export const now = () => Date.now() + skew;

export const session = (id, rest = '') => `/v1/sessions/${encodeURIComponent(id)}${rest}`;

export function headers(more = {}) {
  return token.get() ? { ...more, Authorization: `Bearer ${token.get()}` } : more;
}

export const get = (path) => request(path, { headers: headers({ Accept: 'application/json' }) });

export const post = (path, body = {}) =>
  request(path, {
    method: 'POST',
    headers: headers({ Accept: 'application/json', 'Content-Type': 'application/json' }),
    body: JSON.stringify(body),
  });

export const remove = (path) => request(path, { method: 'DELETE', headers: headers({ Accept: 'application/json' }) });

async function request(path, options) {
  const answer = await reached(path, options);
  if (!answer.ok) throw await problem(answer);
  return answer.json();
}

/** An answer of any status; a server that is away is a problem too. */
export async function reached(path, options) {
  try {
    const answer = await fetch(path, { cache: 'no-store', credentials: 'omit', ...options });
    learn(answer.headers.get('date'));
    return answer;
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, { title: 'The node does not answer', detail: 'It may be restarting; the page tries again.' });
  }
}

export async function problem(answer) {
  const document = await answer.json().catch(() => ({}));
  if (answer.status === 401) dispatchEvent(new CustomEvent('fractal-locked', { detail: document.detail }));
  return new Problem(answer.status, document);
}

/** The header has whole seconds, so a smaller difference says nothing. */
function learn(date) {
  const server = Date.parse(date);
  const difference = server + 500 - Date.now();
  if (server && Math.abs(difference) > 2000) skew = difference;
}
