// Strings sorted by their units.
{
  const strings = [];
  let state = 11;
  for (let i = 0; i < SIZE; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    strings.push("key " + state.toString(36));
  }
  strings.sort();
  let check = 0;
  for (let i = 0; i < strings.length; i++) {
    check = (Math.imul(check, 31) + strings[i].charCodeAt(5) + strings[i].length) | 0;
  }
  FINAL({ first: strings[0], last: strings.at(-1), check });
}
