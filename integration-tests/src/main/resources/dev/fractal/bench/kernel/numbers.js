// Numbers sorted by a comparator.
{
  const numbers = [];
  let state = 7;
  for (let i = 0; i < SIZE; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers.push(state);
  }
  numbers.sort((a, b) => a - b);
  let check = 0;
  for (let i = 0; i < numbers.length; i++) {
    check = (Math.imul(check, 31) + numbers[i]) | 0;
  }
  FINAL({ first: numbers[0], last: numbers.at(-1), check });
}
