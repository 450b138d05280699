// Runs cells: inside one microtask, so that an uncatchable stop also clears the queue.
(function (k) {
  'use strict';
  let state, value, error, promised;
  k.finalFailed = (e) => { if (state !== 'threw') { state = 'threw'; error = e; } };
  const native = (v) => typeof v === 'object' && v !== null && !k.isProxy(v) && k.kindOf(v) === 'Promise';

  const begin = (clock, budget, high, low, inputs) => {
    k.begun();
    k.now = clock; k.left = budget;
    k.seed(high, low);
    k.beginCalls(); k.beginInputs(inputs); k.beginFinal();
    state = 'running'; value = undefined; error = undefined; promised = undefined;
  };
  const start = (text, wrapped, hasValue) => {
    (async () => {
      await undefined;
      try {
        const v = k.eval(text);
        const result = wrapped ? await v : v;
        if (state !== 'running') return;
        if (hasValue) { if (wrapped) value = result; else promised = { __proto__: null, v }; }
        state = 'done';
      } catch (e) { if (state === 'running') { state = 'threw'; error = e; } }
    })();
  };
  const proceed = (clock, budget) => { k.now = clock; k.left = budget; };
  const at = (e) => {
    if (typeof e !== 'object' || e === null || k.isProxy(e) || k.kindOf(e) !== 'Error') return '';
    const stack = k.stackOf(e);
    return typeof stack === 'string' ? stack : '';
  };
  // what became of the cell: a letter and a text
  const status = () => {
    if (state === 'threw') k.dropIssued();
    if (state === 'threw' && k.openCalls() === 0) { const text = 't' + k.slice(k.failureText(error), 0, 4000) + '\u0000' + at(error); k.dropCalls(); return text; }
    if (k.openCalls() > 0) return 'c' + k.takeCalls();
    if (state === 'done' && !k.finalTaken()) {
      const shown = promised === undefined ? value : promised.v;
      value = promised = undefined;
      return 'd' + k.show(shown);
    }
    k.dropCalls();
    return 'w';
  };
  const reserved = (names) => {
    const list = k.parse(names);
    for (let i = 0; i < list.length; i++) if (k.setHas(k.reserved, list[i])) return list[i];
    return '';
  };
  const settle = (n, failed, a, b) => k.settle(n, failed, a, b);
  return { __proto__: null, begin, start, proceed, status, reserved, settle, stopped: () => k.dropCalls(), bound: k.bound, learn: k.learn, dump: k.dump, clear: k.clear, restore: k.restore, restoreDone: k.restoreDone, errorText: (e) => (typeof e === 'object' && e !== null && !k.isProxy(e) ? k.errorText(e) : 'Error') };
})
