// Makes the world of the cells deterministic: clock, randomness, no collector; and keeps an eye on what
// no look at an object tells: proxies, code made of strings.
(function (k) {
  'use strict';
  const g = k.global;

  // globals that the language has; what an engine has beyond them is a world of its own
  const known = ['Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error',
    'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'globalThis', 'JSON', 'Math', 'ArrayBuffer', 'DataView', 'Map', 'BigInt', 'Set', 'Iterator',
    'WeakMap', 'WeakSet', 'Proxy', 'Reflect', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'eval', 'isFinite', 'isNaN',
    'SuppressedError', 'DisposableStack', 'AsyncDisposableStack'];
  const allowed = new k.Set(known);
  for (const name in k.typed) k.setAdd(allowed, name);
  for (const name of k.ownKeys(g)) if (typeof name === 'string' && !k.setHas(allowed, name) && k.desc(g, name).configurable) delete g[name];

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
  // a class that came back may have been evaluated from another text than its own
  const texts = new k.WeakMap();
  k.remember = (f, text) => k.weakSet(texts, f, text);
  k.textOf = (f) => (typeof f === 'function' && k.weakGet(texts, f)) || k.fnText(f);
  method(Function.prototype, 'toString', ({ toString() { return typeof this === 'function' ? k.sourceOf(this) : k.fnText(this); } }).toString);

  method(Math, 'random', ({ random() { return (next() * 2097152 + (next() >>> 11)) / 9007199254740992; } }).random);

  const proxies = new k.WeakSet();
  let anyProxy = false;
  k.isProxy = (object) => anyProxy && k.weakHas(proxies, object);
  const noted = (proxy) => { anyProxy = true; k.weakAdd(proxies, proxy); return proxy; };
  const RealProxy = k.Proxy, revocable = RealProxy.revocable;
  // a constructor behind a proxy makes objects with any prototype
  const watched = (target) => {
    if (typeof target === 'function' && (k.isProxy(target) || k.desc(target, 'prototype') !== undefined || k.indexOf(k.fnText(target), '[native code]') >= 0)) k.taint('a proxy was put around a constructor');
  };
  const NotedProxy = function Proxy(target, handler) {
    if (new.target === undefined) throw new k.TypeError("Constructor Proxy requires 'new'");
    const proxy = noted(new RealProxy(target, handler));
    watched(target);
    return proxy;
  };
  method(NotedProxy, 'revocable', ({ revocable(target, handler) { const r = revocable(target, handler); noted(r.proxy); watched(target); return r; } }).revocable);
  method(g, 'Proxy', NotedProxy);

  // functions in code that was made of strings are told by their text alone, so that text is kept
  const evaluated = new k.Set(), ROOM = 1 << 22;
  let room = ROOM;
  const note = (text) => {
    if (room < 0 || k.setHas(evaluated, text)) return;
    room -= text.length;
    if (room >= 0) k.setAdd(evaluated, text);
  };
  // whether a function with this text may come from such code
  k.wasEvaluated = (text) => {
    if (room === ROOM) return false;
    let found = room < 0;
    k.setEach(evaluated, (code) => { if (!found && k.indexOf(code, text) >= 0) found = true; });
    return found;
  };
  const evaluators = [Function, k.getProto(async function () {}).constructor, k.getProto(function* () {}).constructor, k.getProto(async function* () {}).constructor];
  for (const real of evaluators) {
    const evaluator = function (...args) {
      const f = k.construct(real, args, new.target === undefined || new.target === evaluator ? real : new.target);
      note(k.fnText(f));
      return f;
    };
    k.define(evaluator, 'name', { __proto__: null, value: real.name });
    k.define(evaluator, 'length', { __proto__: null, value: 1 });
    k.define(evaluator, 'prototype', { __proto__: null, value: real.prototype, writable: false });
    k.define(real.prototype, 'constructor', { __proto__: null, value: evaluator, writable: real === Function, configurable: true, enumerable: false });
    if (real === Function) method(g, 'Function', evaluator); else k.setProto(evaluator, g.Function);
  }
  method(g, 'eval', ({ eval(text) { if (typeof text === 'string') note(text); return k.eval(text); } }).eval);
})
