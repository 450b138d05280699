// Numbers, times and texts as people read them.

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (number) => WHOLE.format(number);

export const many = (number, word) => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

export function dollars(amount) {
  if (amount === 0) return '$0';
  const digits = amount >= 100 ? 0 : amount >= 1 ? 2 : amount >= 0.01 ? 3 : amount >= 0.001 ? 4 : 6;
  return '$' + amount.toLocaleString('en', { minimumFractionDigits: amount >= 0.01 ? digits : 2, maximumFractionDigits: digits });
}

/** Dollars of a spend; what nobody knows makes it a lower bound. */
export const cost = (spend) =>
  spend.darkUsd === 0 ? dollars(spend.usd) : spend.usd > 0 ? `≥ ${dollars(spend.usd)}` : 'unknown';

/** An amount from a listing: a number or the word unknown. */
export const listed = (usd) => (typeof usd === 'number' ? dollars(usd) : 'unknown');

export function tokens(amount) {
  if (amount < 10_000) return count(amount);
  return amount < 1_000_000 ? `${(amount / 1000).toFixed(1)}k` : `${(amount / 1_000_000).toFixed(2)}M`;
}

export function duration(ms) {
  if (!(ms >= 0)) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago, in one unit. */
export function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

export const clock = (ms) => new Date(ms).toLocaleTimeString('en-GB');

export const moment = (ms) => new Date(ms).toLocaleString('sv-SE');

/** Controls and marks that turn the writing direction, made visible. */
export const inert = (text) =>
  String(text)
    .replace(/\r\n/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

export const firstLine = (text, length = 120) => {
  const line = inert(String(text).trim().split('\n')[0]);
  return line.length > length ? line.slice(0, length - 1) + '…' : line;
};

/** A model's name without the directories of a file. */
export const shortModel = (spec) => inert(spec.replace(/:.*\//, ':…/'));

/** What tells a head from others. */
export const shortHead = (head) => head.replace('sha256:', '').slice(0, 8);

/** A child's id without its tree's. */
export function shortSession(id, root) {
  return root && id !== root && id.startsWith(root + '~') ? '~' + id.slice(root.length + 1).slice(0, 8) : id;
}
