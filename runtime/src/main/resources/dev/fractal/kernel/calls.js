// Host functions: each call becomes a promise that the host settles; FINAL; input handles.
(function (k, names) {
  'use strict';
  let limit = 0, fanOut = 0; // calls that may wait at once, children that one call may ask for
  k.bound = (calls, children) => { limit = calls; fanOut = children; };
  // issued: calls that the host has not heard of; waiting: number → its promise, a new map for every cell
  let issued = k.list(), cancelled = k.list(), number = 0, open = 0;
  let waiting = new k.Map();
  k.beginCalls = () => { issued = k.list(); cancelled = k.list(); number = 0; waiting = new k.Map(); };

  const later = () => {
    const d = { __proto__: null };
    d.promise = new k.Promise((resolve, reject) => { d.resolve = resolve; d.reject = reject; });
    return d;
  };
  // a call; those that settle one promise together carry the number of the first of them
  const issue = (name, args, first) => {
    const d = later();
    try {
      if (open >= limit) throw new k.RangeError('more than ' + limit + ' host calls wait at once; make them in chunks of at most ' + limit + ' and await each chunk');
      let json = '';
      for (let i = 0; i < args.length; i++) json += (i === 0 ? '' : ',') + k.toJson(args[i], 'argument ' + (i + 1) + ' of ' + name);
      k.push(issued, { __proto__: null, number, text: '[' + number + ',' + (first === undefined ? number : first) + ',' + k.stringify(name) + ',' + k.stringify('[' + json + ']') + ']' });
      k.mapSet(waiting, number, d);
      d.number = number;
      number++; open++;
    } catch (e) { d.reject(e); }
    return d;
  };

  // promises of the host can be called off; what waits for them is rejected at once, the host hears of it at the end of the slice
  const owners = new k.WeakMap();
  k.cancel = ({ cancel() {
    const own = typeof this === 'object' && this !== null ? k.weakGet(owners, this) : undefined;
    if (own === undefined) throw new k.TypeError('cancel belongs to the promise that a host function gave; call it as promise.cancel()');
    for (let i = 0; own.waiting === waiting && i < own.numbers.length; i++) drop(own.numbers[i]);
    own.reject(k.errorOf('Cancelled', own.name + ' was cancelled'));
  } }).cancel;
  const drop = (n) => {
    if (!k.mapHas(waiting, n)) return;
    k.mapDelete(waiting, n);
    open--;
    const kept = k.list();
    for (let i = 0; i < issued.length; i++) if (issued[i].number !== n) k.push(kept, issued[i]);
    if (kept.length === issued.length) k.push(cancelled, n);
    issued = kept;
  };
  const cancellable = (d, name, numbers) => {
    k.weakSet(owners, d.promise, { __proto__: null, name, numbers, waiting, reject: d.reject });
    k.define(d.promise, 'cancel', { __proto__: null, value: k.cancel, writable: true, enumerable: false, configurable: true });
    return d.promise;
  };
  // nothing: whether it gives no value
  const call = (name, args, nothing) => {
    const d = issue(name, args), numbers = k.list();
    d.nothing = nothing === true;
    if (d.number !== undefined) k.push(numbers, d.number);
    return cancellable(d, name, numbers);
  };
  // what the host is told, as JSON: [[numbers called off], [number, promise, name, arguments]...]
  k.takeCalls = () => {
    let out = '[[';
    for (let i = 0; i < cancelled.length; i++) out += (i === 0 ? '' : ',') + cancelled[i];
    out += ']';
    for (let i = 0; i < issued.length; i++) out += ',' + issued[i].text;
    issued = k.list(); cancelled = k.list();
    return out + ']';
  };
  k.openCalls = () => open;
  k.dropCalls = () => { open = 0; k.beginCalls(); };
  // what was called since the cell threw never leaves
  k.dropIssued = () => {
    for (let i = 0; i < issued.length; i++) { k.mapDelete(waiting, issued[i].number); open--; }
    issued = k.list();
  };
  k.settle = (n, failed, a, b) => {
    const d = k.mapGet(waiting, n);
    if (d === undefined) return;
    k.mapDelete(waiting, n);
    open--;
    if (!failed) { d.resolve(d.nothing === true ? undefined : k.parse(a)); return; }
    d.reject(k.errorOf(a, b));
  };
  k.errorOf = (name, message) => {
    const e = new k.Error(message);
    k.define(e, 'name', { __proto__: null, value: name, writable: true, enumerable: false, configurable: true });
    return e;
  };

  const known = { __proto__: null,
    lm: ({ lm(input, query, mode) { return call('lm', [input, query, mode === undefined ? 'text' : mode]); } }).lm,
    mapLm: ({ mapLm(inputs, query, mode) {
      const d = later();
      if (!k.isArray(inputs) || k.isProxy(inputs)) { d.reject(new k.TypeError('mapLm takes an array of inputs')); return d.promise; }
      const size = inputs.length;
      if (size + open > limit) { d.reject(new k.RangeError('mapLm got ' + size + ' inputs and at most ' + limit + ' calls may wait at once; pass them in chunks')); return d.promise; }
      const out = new k.Array(size);
      const put = (i, value) => k.define(out, i, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      let left = size;
      const done = () => { if (--left === 0) d.resolve(out); };
      if (size === 0) d.resolve(out);
      const lane = async (i, promise) => {
        try { put(i, await promise); } catch (e) { put(i, { failed: true, index: i, error: k.failureText(e) }); }
        done();
      };
      const first = number, numbers = k.list();
      for (let i = 0; i < size; i++) {
        const x = k.desc(inputs, i), one = issue('lm', [k.data(x) ? x.value : null, query, mode === undefined ? 'text' : mode], first);
        if (one.number !== undefined) k.push(numbers, one.number);
        lane(i, one.promise);
      }
      return cancellable(d, 'mapLm', numbers);
    } }).mapLm,
    rlm: ({ rlm(task, options) { return call('rlm', options === undefined ? [task] : [task, options]); } }).rlm,
    // A child that does not end final is a failed slot; shared is added to every task.
    mapRlm: ({ mapRlm(tasks, shared, options) {
      const d = later();
      if (!k.isArray(tasks) || k.isProxy(tasks)) { d.reject(new k.TypeError('mapRlm takes an array of tasks')); return d.promise; }
      const size = tasks.length;
      if (size > fanOut) { d.reject(new k.RangeError('mapRlm got ' + size + ' tasks and takes at most ' + fanOut + '; pass them in chunks and await each chunk')); return d.promise; }
      const out = new k.Array(size);
      const put = (i, value) => k.define(out, i, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      const text = (x) => (typeof x === 'string' ? x : k.toJson(x, 'a task of mapRlm'));
      let left = size;
      const done = () => { if (--left === 0) d.resolve(out); };
      if (size === 0) d.resolve(out);
      const first = number, numbers = k.list();
      const lane = async (i) => {
        try {
          const x = k.desc(tasks, i);
          let task = text(k.data(x) ? x.value : null);
          if (shared !== undefined && shared !== null) task += '\n\n' + text(shared);
          const one = issue('rlm', options === undefined ? [task] : [task, options], first);
          if (one.number !== undefined) k.push(numbers, one.number);
          const envelope = await one.promise;
          if (envelope.status === 'final') put(i, envelope);
          else put(i, { failed: true, index: i, error: envelope.status + ': ' + envelope.meta.error.message, session: envelope.session });
        } catch (e) { put(i, { failed: true, index: i, error: k.failureText(e) }); }
        done();
      };
      for (let i = 0; i < size; i++) lane(i);
      return cancellable(d, 'mapRlm', numbers);
    } }).mapRlm,
    readFile: ({ readFile(path) { return call('readFile', [path]); } }).readFile,
    listFiles: ({ listFiles(path) { return call('listFiles', [path === undefined ? '.' : path]); } }).listFiles,
    writeFile: ({ writeFile(path, text) { return call('writeFile', [path, text]); } }).writeFile,
    fetchText: ({ fetchText(url) { return call('fetchText', [url]); } }).fetchText,
    sh: ({ sh(command) { return call('sh', [command]); } }).sh,
    ask: ({ ask(question, options) { return call('ask', options === undefined ? [question] : [question, options]); } }).ask,
    sleep: ({ sleep(time) { return call('sleep', [time], true); } }).sleep,
    sleepUntil: ({ sleepUntil(time) { return call('sleepUntil', [time], true); } }).sleepUntil,
    // the promise of a child that this cell asked for stands for the child
    tell: ({ tell(session, text) {
      const own = typeof session === 'object' && session !== null ? k.weakGet(owners, session) : undefined;
      if (own === undefined) return call('tell', [session, text], true);
      if (own.waiting === waiting && own.numbers.length === 1 && (own.name === 'rlm' || own.name === 'attachRlm')) return call('tell', [{ __proto__: null, call: own.numbers[0] }, text], true);
      const d = later();
      d.reject(new k.TypeError('this promise stands for no child that could be told something; pass the one that rlm gave in this cell, or the id of the session'));
      return d.promise;
    } }).tell,
    messages: ({ messages() { return call('messages', []); } }).messages,
  };
  k.failureText = (e) => (typeof e === 'object' && e !== null && !k.isProxy(e) && k.kindOf(e) === 'Error' ? k.errorText(e) : k.show(e));

  // inputs
  const handles = new k.WeakMap();
  let lengths = new k.Map(), current = k.freeze(k.create(null));
  k.inputName = (object) => k.weakGet(handles, object);
  k.inputLength = (name) => (k.mapHas(lengths, name) ? k.mapGet(lengths, name) : 0);
  const nameOf = (handle) => {
    const name = typeof handle === 'object' && handle !== null ? k.weakGet(handles, handle) : undefined;
    if (name === undefined) throw new k.TypeError('this is not an input; call it as inputs.NAME.text()');
    return name;
  };
  const ask = (handle, op, args) => {
    const d = later();
    try {
      const name = nameOf(handle);
      if (!k.mapHas(lengths, name)) throw new k.RangeError("this turn has no input '" + name + "'");
      let json = '';
      for (let i = 0; i < args.length; i++) json += (i === 0 ? '' : ',') + k.toJson(args[i], 'an argument of ' + op);
      const answer = k.host.input(name, op, '[' + json + ']');
      const body = k.slice(answer, 1);
      if (answer[0] === 's') d.resolve(body);
      else if (answer[0] === 'j') d.resolve(k.parse(body));
      else { const cut = k.indexOf(body, '\n'); d.reject(k.errorOf(k.slice(body, 0, cut), k.slice(body, cut + 1))); }
    } catch (e) { d.reject(e); }
    return d.promise;
  };
  const option = (options, key) => (typeof options === 'object' && options !== null && !k.isProxy(options) ? k.peek(options, key) : undefined);
  const handlePrototype = {
    get length() { return k.inputLength(nameOf(this)); },
    text() { return ask(this, 'text', []); },
    slice(start, end) { return ask(this, 'slice', [start, end]); },
    lines(first, last) { return ask(this, 'lines', [first, last]); },
    grep(pattern, options) {
      const isRegExp = typeof pattern === 'object' && pattern !== null && !k.isProxy(pattern) && k.kindOf(pattern) === 'RegExp';
      return ask(this, 'grep', [isRegExp ? k.regSource(pattern) : pattern, isRegExp ? k.regexpFlags(pattern) : '', option(options, 'max')]);
    },
    chunks(size, options) { return ask(this, 'chunks', [size, option(options, 'overlap')]); },
  };
  k.handlePrototype = k.freeze(handlePrototype);
  const made = new k.Map();
  k.handle = (name) => {
    if (!k.mapHas(made, name)) {
      const h = k.freeze(k.create(handlePrototype));
      k.weakSet(handles, h, name);
      k.mapSet(made, name, h);
    }
    return k.mapGet(made, name);
  };
  k.beginInputs = (json) => {
    const sizes = k.parse(json);
    lengths = new k.Map();
    current = k.create(null);
    for (let i = 0; i < sizes.length; i++) {
      k.mapSet(lengths, sizes[i][0], sizes[i][1]);
      k.define(current, sizes[i][0], { __proto__: null, value: k.handle(sizes[i][0]), enumerable: true });
    }
    k.freeze(current);
  };

  // FINAL: the first one wins; the host stops everything when it has the value
  let taken = false;
  k.beginFinal = () => { taken = false; };
  k.finalTaken = () => taken;
  k.finalFailed = undefined;
  const FINAL = ({ FINAL(value) {
    if (taken) return;
    if (typeof value === 'object' && value !== null && !k.isProxy(value) && k.kindOf(value) === 'Promise') {
      taken = true;
      (async () => {
        let json;
        try { json = k.toJson(await value, "FINAL's value"); } catch (e) { taken = false; k.finalFailed(e); return; }
        k.host.final(json);
      })();
      return;
    }
    k.host.final(k.toJson(value, "FINAL's value"));
  } }).FINAL;

  // names of the runtime: neither guest code nor a cell's declarations can take them
  k.reserved = new k.Set();
  k.name = (name, value) => { k.setAdd(k.reserved, name); k.define(k.global, name, { __proto__: null, value, writable: false, enumerable: false, configurable: false }); };
  k.name('FINAL', FINAL);
  k.name('inspect', k.inspect);
  k.name('console', k.console);
  k.left = '{}';
  k.name('budget', ({ budget() { return k.parse(k.left); } }).budget);
  k.setAdd(k.reserved, 'inputs');
  k.define(k.global, 'inputs', { __proto__: null, get: () => current, enumerable: false, configurable: false });
  const spaces = new k.Map();
  const hosted = (name) => known[name] || ({ call(...args) { return call(name, args); } }).call;
  for (let i = 0; i < names.length; i++) {
    const name = names[i], dot = k.indexOf(name, '.');
    if (dot < 0) { k.name(name, hosted(name)); continue; }
    const space = k.slice(name, 0, dot);
    if (!k.mapHas(spaces, space)) k.mapSet(spaces, space, k.create(null));
    k.define(k.mapGet(spaces, space), k.slice(name, dot + 1), { __proto__: null, value: hosted(name), enumerable: true });
  }
  k.mapEach(spaces, (object, space) => k.name(space, k.freeze(object)));
})
