// Server-sent events over fetch: unlike EventSource it can send the bearer header.
import { headers, problem, reached } from './api.js';

const SILENCE = 60_000;
const LONGEST_PAUSE = 10_000;

/**
 * Follows a stream until `close()`; after a loss it goes on behind the last event.
 * `told` has `event(id, json)`, `progress(json)`, `gap(missed)`, `state(word)`, `failed(problem)`.
 */
export function follow(path, told) {
  const control = new AbortController();
  run(path, told, control.signal);
  return { close: () => control.abort() };
}

async function run(path, told, signal) {
  const at = { last: '', pause: 500 };
  while (!signal.aborted) {
    told.state(at.last ? 'reconnecting' : 'connecting');
    try {
      await once(path, told, signal, at);
    } catch (failure) {
      if (signal.aborted) return;
      if (failure.status === 409) at.last = told.again() ?? '';
      else if (failure.status >= 400 && failure.status < 500) return told.failed(failure);
    }
    if (signal.aborted) return;
    told.state('reconnecting');
    await pause(at.pause, signal);
    at.pause = Math.min(LONGEST_PAUSE, at.pause * 2);
  }
}

async function once(path, told, signal, at) {
  const mine = new AbortController();
  const stop = () => mine.abort();
  signal.addEventListener('abort', stop);
  let watch = setTimeout(stop, SILENCE);
  try {
    const more = at.last ? { 'Last-Event-ID': at.last } : {};
    const answer = await reached(path, { headers: headers({ Accept: 'text/event-stream', ...more }), signal: mine.signal });
    if (!answer.ok) throw await problem(answer);
    told.state('live');
    at.pause = 500;
    const read = frames((frame) => take(frame, told, at));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(stop, SILENCE);
      read(value);
    }
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', stop);
  }
}

/** Cuts text as it comes into frames. */
function frames(each) {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop();
    parts.forEach(each);
  };
}

function take(frame, told, at) {
  const fields = { event: '', data: '', id: '' };
  for (const line of frame.split('\n')) {
    const mark = line.indexOf(':');
    if (mark > 0) fields[line.slice(0, mark)] = line.slice(mark + 1).replace(/^ /, '');
  }
  if (!fields.data) return;
  const json = JSON.parse(fields.data);
  if (fields.event === 'progress') told.progress(json);
  else if (fields.event === 'gap') told.gap(json.missed);
  else told.event(fields.id, json);
  if (fields.id) at.last = fields.id;
}

function pause(time, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, time);
    signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
  });
}
