// Runs a task of the benchmark in this program: node beside.mjs TASK LOG RUNS
// The task's text is compiled anew for every run, as a cell's is, and reads the log anew.
import { readFileSync } from "node:fs";

class Handle {
  #path;
  #held;

  constructor(path) {
    this.#path = path;
  }

  #text() {
    return (this.#held ??= readFileSync(this.#path, "utf8"));
  }

  get length() {
    return this.#text().length;
  }

  async slice(start, end) {
    return this.#text().slice(start, end);
  }
}

const [task, log, runs] = process.argv.slice(2);
const text = readFileSync(task, "utf8");
const Cell = (async () => {}).constructor;
const millis = [];
const answers = [];
let peakMib = 0;
for (let run = 0; run < Number(runs); run++) {
  const start = process.hrtime.bigint();
  await new Cell("inputs", "FINAL", text)({ log: new Handle(log) }, (value) =>
    answers.push(JSON.stringify(value)),
  );
  millis.push(Number(process.hrtime.bigint() - start) / 1e6);
  peakMib ||= process.resourceUsage().maxRSS / 1024;
}
console.log(JSON.stringify({ millis, answers, peakMib }));
