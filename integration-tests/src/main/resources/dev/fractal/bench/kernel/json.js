// Records to JSON, back, and to JSON again.
{
  const records = [];
  let state = 42;
  for (let id = 0; id < SIZE; id++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    records.push({
      id,
      name: "record " + state,
      tags: ["red", "green", "tag " + (state % 97)],
      score: (state % 1000) / 8,
      open: state % 2 === 0,
      place: { x: state % 640, y: state % 480 },
    });
  }
  const first = JSON.stringify(records);
  const back = JSON.parse(first);
  const second = JSON.stringify(back);
  FINAL({ units: first.length, same: first === second, last: back.at(-1).name });
}
