// Makes the world of the cells deterministic: clock, randomness, no collector, known proxies and
// evaluators; then records every built-in, so that a changed one is seen.
(function (k) {
  'use strict';
  const g = k.global;
  for (const name of ['WeakRef', 'FinalizationRegistry', 'Intl', 'SharedArrayBuffer', 'Atomics', 'load', 'print', 'console', 'Graal', 'Polyglot', 'Java', 'Packages', 'quit', 'exit']) delete g[name];

  k.now = 0;
  const RealDate = k.Date;
  const toText = Function.prototype.call.bind(RealDate.prototype.toString);
  const FrozenDate = function Date(...args) {
    if (new.target === undefined) return toText(new RealDate(k.now));
    if (args.length === 0) return k.construct(RealDate, [k.now], new.target);
    return k.construct(RealDate, args, new.target);
  };
  const method = (object, name, value) => k.define(object, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  k.define(FrozenDate, 'length', { __proto__: null, value: 7 });
  k.define(FrozenDate, 'prototype', { __proto__: null, value: RealDate.prototype, writable: false, enumerable: false, configurable: false });
  method(FrozenDate, 'now', ({ now() { return k.now; } }).now);
  method(FrozenDate, 'parse', RealDate.parse);
  method(FrozenDate, 'UTC', RealDate.UTC);
  method(RealDate.prototype, 'constructor', FrozenDate);
  method(g, 'Date', FrozenDate);

  let a = 1, b = 2, c = 3, d = 4; // sfc32
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0; a = b ^ (b >>> 9); b = (c + (c << 3)) | 0; c = (c << 21) | (c >>> 11); c = (c + t) | 0;
    return t >>> 0;
  };
  k.seed = (high, low) => { a = high | 0; b = low | 0; c = 0x9e3779b9 | 0; d = 1; for (let i = 0; i < 12; i++) next(); };
  method(Math, 'random', ({ random() { return (next() * 2097152 + (next() >>> 11)) / 9007199254740992; } }).random);

  const proxies = new k.WeakSet();
  let anyProxy = false;
  k.isProxy = (object) => anyProxy && k.weakHas(proxies, object);
  const noted = (proxy) => { anyProxy = true; k.weakAdd(proxies, proxy); return proxy; };
  const RealProxy = k.Proxy, revocable = RealProxy.revocable;
  const NotedProxy = function Proxy(target, handler) {
    if (new.target === undefined) throw new k.TypeError("Constructor Proxy requires 'new'");
    return noted(new RealProxy(target, handler));
  };
  method(NotedProxy, 'revocable', ({ revocable(target, handler) { const r = revocable(target, handler); noted(r.proxy); return r; } }).revocable);
  method(g, 'Proxy', NotedProxy);

  // code that comes from strings can reach every variable
  k.dynamic = false;
  const evaluators = [Function, k.getProto(async function () {}).constructor, k.getProto(function* () {}).constructor, k.getProto(async function* () {}).constructor];
  for (const real of evaluators) {
    const evaluator = function (...args) { k.dynamic = true; return k.construct(real, args, new.target === undefined || new.target === evaluator ? real : new.target); };
    k.define(evaluator, 'name', { __proto__: null, value: real.name });
    k.define(evaluator, 'length', { __proto__: null, value: 1 });
    k.define(evaluator, 'prototype', { __proto__: null, value: real.prototype, writable: false });
    k.define(real.prototype, 'constructor', { __proto__: null, value: evaluator, writable: real === Function, configurable: true, enumerable: false });
    if (real === Function) method(g, 'Function', evaluator); else k.setProto(evaluator, g.Function);
  }
  method(g, 'eval', ({ eval(text) { k.dynamic = true; return k.eval(text); } }).eval);

  // called once when all names of the runtime are in place
  k.seal = () => {
    k.baseline = new k.Map();
    k.paths = new k.Map(); // built-in object → path
    k.byPath = new k.Map();
    const owners = k.list(), keys = k.list(), values = k.list(), counts = k.list();
    const queue = k.list();
    k.builtinWords = new k.Set(); // names under which a built-in object can be reached
    for (const word of ['prototype', '__proto__', 'constructor']) k.setAdd(k.builtinWords, word);
    const mutable = (d) => !k.data(d) || typeof d.value === 'function' || (typeof d.value === 'object' && d.value !== null);
    const meet = (object, path) => {
      if ((typeof object !== 'object' && typeof object !== 'function' && typeof object !== 'symbol') || object === null || k.mapHas(k.paths, object)) return;
      k.mapSet(k.paths, object, path);
      k.mapSet(k.byPath, path, object);
      if (typeof object !== 'symbol') k.push(queue, object);
    };
    k.mapSet(k.paths, g, 'globalThis');
    k.mapSet(k.byPath, 'globalThis', g);
    const names = k.ownKeys(g);
    for (let i = 0; i < names.length; i++) {
      const d = k.desc(g, names[i]);
      k.mapSet(k.baseline, names[i], d.value);
      if (typeof names[i] === 'string' && mutable(d)) k.setAdd(k.builtinWords, names[i]);
      if (k.data(d)) meet(d.value, typeof names[i] === 'symbol' ? '@' : names[i]);
    }
    meet(k.getProto(k.Uint8Array), '%TypedArray%');
    for (const maker of [[function* () {}, '%Generator%'], [async function () {}, '%Async%'], [async function* () {}, '%AsyncGenerator%'],
      [[][Symbol.iterator](), '%ArrayIterator%'], [new k.Map().keys(), '%MapIterator%'], [new k.Set().keys(), '%SetIterator%'], [''[Symbol.iterator](), '%StringIterator%']]) {
      for (let o = k.getProto(maker[0]), n = 0; o !== null; o = k.getProto(o), n++) meet(o, maker[1] + n);
    }
    if (k.handlePrototype) meet(k.handlePrototype, '%Input%');
    for (let i = 0; i < queue.length; i++) {
      const object = queue[i], path = k.mapGet(k.paths, object);
      const own = k.ownKeys(object);
      for (let j = 0; j < own.length; j++) {
        const key = own[j];
        const d = k.desc(object, key);
        const at = path + '.' + (typeof key === 'symbol' ? '@' + k.symbolText(key) : key);
        if (typeof key === 'string' && mutable(d)) k.setAdd(k.builtinWords, key);
        if (k.data(d)) {
          if (d.writable || d.configurable) { k.push(owners, object); k.push(keys, key); k.push(values, d.value); }
          meet(d.value, at);
        } else { meet(d.get, at + '.get'); meet(d.set, at + '.set'); }
      }
      if (k.extensible(object)) { k.push(counts, object); k.push(counts, own.length); }
    }
    // the path of a built-in that guest code changed, or undefined
    k.tampered = () => {
      for (let i = 0; i < owners.length; i++) {
        const d = k.desc(owners[i], keys[i]);
        if (!k.data(d) || !k.is(d.value, values[i])) {
          if (owners[i] === k.RegExp || owners[i] === k.RegExpStatics) continue;
          return k.mapGet(k.paths, owners[i]) + '.' + k.String(keys[i]);
        }
      }
      for (let i = 0; i < counts.length; i += 2) if (k.ownKeys(counts[i]).length !== counts[i + 1]) return k.mapGet(k.paths, counts[i]);
      return undefined;
    };
  };
})
