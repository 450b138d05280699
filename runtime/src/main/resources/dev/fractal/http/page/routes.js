// Where the reader is, as the hash of the address, so that a reload leads there again.
//   #/?q=…&status=…&page=…   the list
//   #/inbox                  what people are asked
//   #/s/ID/VIEW/DETAIL       a session

export const VIEWS = ['timeline', 'step', 'variables', 'heads', 'cost'];

export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const words = path.split('/').filter(Boolean).map(decoded);
  if (words[0] === 's' && words[1]) {
    const view = VIEWS.includes(words[2]) ? words[2] : 'timeline';
    return { page: 'session', id: words[1], view, detail: words[3] || '' };
  }
  if (words[0] === 'inbox') return { page: 'inbox' };
  return { page: 'list', query: Object.fromEntries(new URLSearchParams(query)) };
}

export function toSession(id, view = 'timeline', detail = '') {
  return '#' + ['', 's', id, view, detail].filter((word, i) => i === 0 || word).map(encodeURIComponent).join('/');
}

export function toList(query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value);
  return '#/' + (kept.length ? '?' + new URLSearchParams(kept) : '');
}

export const toInbox = () => '#/inbox';

export const toStep = (id, turn, step) => toSession(id, 'step', `${turn}.${step}`);

/** Changes the address without a new entry in the history. */
export function replace(hash) {
  history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function decoded(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
