// What the page shows and does, as commands.

const quoted = (word) => (/^[\w@%+=:,./~-]+$/.test(word) && !word.startsWith('~') ? word : `'${word.replaceAll("'", "'\\''")}'`);

export const command = (...words) => ['bin/fractal', ...words.map((word) => quoted(String(word)))].join(' ');

export const views = {
  list: () => command('ls', '--limit', 10000),
  inbox: () => command('inbox'),
  tree: (id) => command('tree', id),
  watch: (id) => command('watch', id),
  timeline: (id) => command('steps', id),
  step: (id, turn) => command('steps', id, '--turn', turn),
  variables: (id) => command('vars', id),
  heads: (id) => command('heads', id),
  edges: (id) => command('edges', id, '--tree'),
  schedules: (id) => command('schedule', 'ls', id),
  cost: (id) => command('cost', id, '--tree'),
};

export const deeds = {
  stop: (id) => command('stop', id),
  cancel: (id, turn) => command('cancel', id, '--turn', turn),
  cancelChild: (parent, child) => command('cancel', parent, '--child', child),
  resume: (id, head) => (head ? command('resume', id, '--head', head) : command('resume', id)),
  release: (id) => command('release', id),
  restart: (id, head) => (head ? command('release', id, '--head', head) : command('release', id, '--newest-good')),
  fork: (id, head) => command('fork', id, '--head', head),
  compact: (id) => command('compact', id),
  approve: (id, ask) => command('approve', id, ask),
  tell: (id, mode) => command('tell', id, '…', ...(mode === 'steer' ? [] : ['--mode', mode])),
  raise: (id) => command('raise', id, '--usd', '…'),
  schedule: (id, name, cron) => command('schedule', 'add', id, name || 'NAME', cron ? '--cron' : '--every', '…', '--task', '…'),
  answer: (id, ask) => command('answer', id, ask, '…'),
  turn: (id, message) => command('turn', id, message),
};
