// A log in pieces that a cell takes at once: lines to rows, rows to groups, words and digits counted.
let lines = [];
let rows = [];
let rest = "";
let seen = 0;
let digits = 0;
const groups = new Map();
const words = new Map();
for (let at = 0; at < inputs.log.length; at += 16000000) {
  const text = rest + (await inputs.log.slice(at, at + 16000000));
  lines = text.split("\n");
  rest = lines.pop();
  const whole = rest === "" ? text : text.slice(0, text.length - rest.length);
  rows = [];
  for (const line of lines) {
    const found = /^(\S+) (\w+) \[([\w-]+)\] (.*) took=(\d+)ms$/.exec(line);
    if (found) {
      rows.push({
        time: found[1],
        level: found[2],
        service: found[3],
        message: found[4],
        ms: Number(found[5]),
      });
    }
  }
  seen += rows.length;
  for (const row of rows) {
    const key = row.level + " " + row.service;
    const group = groups.get(key) ?? { count: 0, ms: 0 };
    group.count += 1;
    group.ms += row.ms;
    groups.set(key, group);
  }
  for (const word of whole.match(/[a-z]+/g) ?? []) {
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  for (let i = 0; i < whole.length; i++) {
    const unit = whole.charCodeAt(i);
    if (unit >= 48 && unit <= 57) {
      digits += 1;
    }
  }
}
FINAL({
  seen,
  rest: rest.length,
  digits,
  groups: [...groups].map(([key, group]) => [key, group.count, group.ms]).sort(),
  words: [...words].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 20),
});
