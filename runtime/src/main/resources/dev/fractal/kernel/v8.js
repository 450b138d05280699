// What V8 does otherwise than the preludes expect, all in this file. Runs while the snapshot is made
// and leaves {api, host, strip} on the global object for the one who thaws it.
(function (world, names, runtime) {
  'use strict';
  const LONGEST = 1 << 27; // UTF-16 units that cross to the host at once
  const host = { __proto__: null };
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const method = (object, name, value) => defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

  // The host ends the cell: nothing runs until it has done so. A call looks whether it is to stop;
  // a loop alone does so in interpreted code only, and in compiled code once in 2^30 rounds.
  const beat = () => {};
  const bound = (name) => (a, b, c) => {
    if (a.length > LONGEST || (b !== undefined && b.length > LONGEST) || (c !== undefined && c.length > LONGEST)) {
      if (name === 'print') a = a.slice(0, LONGEST); else throw new RangeError('Invalid string length');
    }
    const answer = host[name](a, b, c);
    if (answer === '\0stop') for (;;) beat();
    return answer;
  };

  // stacks show the cells' own frames only, and nobody else can write them
  let api;
  const noFrames = (error, sites) => {
    let text = api.errorText(error); // asks no code of the guest
    for (let i = 0; i < sites.length; i++) {
      const file = sites[i].getScriptNameOrSourceURL();
      if (file === runtime || file === undefined || file === null) continue;
      text += '\n    at ' + sites[i].toString(); // its own method: a conversion would ask the prototypes
    }
    return text;
  };
  defineProperty(Error, 'prepareStackTrace', { __proto__: null, value: noFrames, writable: false, enumerable: false, configurable: false });
  defineProperty(Error, 'stackTraceLimit', { __proto__: null, value: 10, writable: false, enumerable: false, configurable: false });
  delete Error.captureStackTrace;

  // without ICU data these would end the process
  const grouped = (digits) => {
    let out = '';
    for (let i = digits.length; i > 0; i -= 3) out = digits.slice(i > 3 ? i - 3 : 0, i) + (out === '' ? '' : ',' + out);
    return out;
  };
  const { toFixed } = Number.prototype, fixed = Function.prototype.call.bind(toFixed);
  const numberText = (n) => {
    if (n !== n) return 'NaN';
    const sign = n < 0 || Object.is(n, -0) ? '-' : '', size = n < 0 ? -n : n;
    if (size === Infinity) return sign + '∞';
    const text = size < 1e21 ? fixed(size, 3) : BigInt(size) + '.000', dot = text.indexOf('.');
    let fraction = text.slice(dot + 1);
    while (fraction.endsWith('0')) fraction = fraction.slice(0, -1);
    return sign + grouped(text.slice(0, dot)) + (fraction === '' ? '' : '.' + fraction);
  };
  const numberOf = Function.prototype.call.bind(Number.prototype.valueOf), bigOf = Function.prototype.call.bind(BigInt.prototype.valueOf);
  method(Number.prototype, 'toLocaleString', ({ toLocaleString() { return numberText(numberOf(this)); } }).toLocaleString);
  method(BigInt.prototype, 'toLocaleString', ({ toLocaleString() {
    const text = '' + bigOf(this);
    return text[0] === '-' ? '-' + grouped(text.slice(1)) : grouped(text);
  } }).toLocaleString);
  const date = { __proto__: null };
  for (const name of ['getTime', 'getFullYear', 'getMonth', 'getDate', 'getHours', 'getMinutes', 'getSeconds']) date[name] = Function.prototype.call.bind(Date.prototype[name]);
  const two = (n) => (n < 10 ? '0' + n : '' + n);
  const day = (d) => (date.getMonth(d) + 1) + '/' + date.getDate(d) + '/' + date.getFullYear(d);
  const time = (d) => (date.getHours(d) % 12 || 12) + ':' + two(date.getMinutes(d)) + ':' + two(date.getSeconds(d)) + (date.getHours(d) < 12 ? ' AM' : ' PM');
  const dated = (d, text) => { const t = date.getTime(d); return t !== t ? 'Invalid Date' : text(d); };
  method(Date.prototype, 'toLocaleDateString', ({ toLocaleDateString() { return dated(this, day); } }).toLocaleDateString);
  method(Date.prototype, 'toLocaleTimeString', ({ toLocaleTimeString() { return dated(this, time); } }).toLocaleTimeString);
  method(Date.prototype, 'toLocaleString', ({ toLocaleString() { return dated(this, (d) => day(d) + ', ' + time(d)); } }).toLocaleString);

  // letters first, then accents, then case, small before large: what a dictionary does, without its tables
  const string = (name) => Function.prototype.call.bind(String.prototype[name]);
  const normalize = string('normalize'), lower = string('toLowerCase'), replace = string('replace');
  const marks = /\p{M}/gu;
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const bare = (text) => replace(text, marks, '');
  const compare = (x, y) => {
    if (x === y) return 0;
    const a = normalize(x, 'NFD'), b = normalize(y, 'NFD'), p = lower(a), q = lower(b);
    return order(bare(p), bare(q)) || order(p, q) || -order(a, b);
  };
  method(String.prototype, 'localeCompare', ({ localeCompare(that) { return compare('' + this, '' + that); } }).localeCompare);
  method(String.prototype, 'toLocaleLowerCase', ({ toLocaleLowerCase() { return lower(this); } }).toLocaleLowerCase);
  method(String.prototype, 'toLocaleUpperCase', ({ toLocaleUpperCase() { return upper(this); } }).toLocaleUpperCase);
  const upper = string('toUpperCase');

  // state of the realm that no variable shows
  for (const name of Object.getOwnPropertyNames(RegExp)) {
    const d = getOwnPropertyDescriptor(RegExp, name);
    if (d.get !== undefined && d.configurable) delete RegExp[name];
  }

  // A buffer that alone is more than all may hold is refused as an engine refuses one that it has no memory for; how
  // much that is, is told when the snapshot is thawed. Arguments are converted here, once and in the engine's order.
  let most = Infinity;
  const { apply, construct } = Reflect;
  const object = (v) => (typeof v === 'object' && v !== null) || typeof v === 'function';
  const room = (bytes) => {
    if (bytes > most) throw new RangeError('Array buffer allocation failed: more than the ' + grouped('' + (most / 1048576)) + ' MiB of memory that array buffers may hold');
  };
  const made = (name, real, sized) => {
    const maker = function (...args) {
      if (new.target === undefined) return apply(real, this, args); // throws
      if (args.length > 0) sized(args);
      return construct(real, args, new.target === maker ? real : new.target);
    };
    Object.setPrototypeOf(maker, Object.getPrototypeOf(real));
    for (const key of Reflect.ownKeys(real)) defineProperty(maker, key, getOwnPropertyDescriptor(real, key));
    method(real.prototype, 'constructor', maker);
    method(globalThis, name, maker);
  };
  const Typed = Object.getPrototypeOf(Int8Array), typedLength = Function.prototype.call.bind(getOwnPropertyDescriptor(Typed.prototype, 'length').get);
  const typedName = Function.prototype.call.bind(getOwnPropertyDescriptor(Typed.prototype, Symbol.toStringTag).get);
  const elements = (source) => {
    if (typedName(source) !== undefined) return typedLength(source);
    const length = getOwnPropertyDescriptor(source, 'length');
    return length !== undefined && typeof length.value === 'number' ? length.value : 0;
  };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const real = globalThis[name];
    if (typeof real !== 'function' || Object.getPrototypeOf(real) !== Typed) continue;
    const width = real.BYTES_PER_ELEMENT;
    made(name, real, (args) => {
      if (!object(args[0])) args[0] = +args[0];
      room(width * (object(args[0]) ? elements(args[0]) : args[0]));
    });
  }
  made('ArrayBuffer', ArrayBuffer, (args) => {
    args[0] = +args[0];
    room(args[0]);
    if (!object(args[1])) return;
    const { maxByteLength } = args[1];
    args[1] = { __proto__: null, maxByteLength: maxByteLength === undefined ? undefined : +maxByteLength };
    room(args[1].maxByteLength);
  });
  for (const name of ['transfer', 'transferToFixedLength']) {
    const real = Function.prototype.call.bind(ArrayBuffer.prototype[name]);
    method(ArrayBuffer.prototype, name, ({ [name](length) {
      if (length === undefined) return real(this);
      const bytes = +length;
      room(bytes);
      return real(this, bytes);
    } })[name]);
  }

  // A snapshot made without Atomics does not thaw, and thawing brings others back: they go then.
  const atomics = getOwnPropertyDescriptor(globalThis, 'Atomics');
  for (const name of ['Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Temporal', 'gc']) delete globalThis[name];
  api = world({ print: bound('print'), end: bound('end'), input: bound('input'), emit: bound('emit'), describe: bound('describe') }, names);
  const there = new Set(Reflect.ownKeys(globalThis)), has = Function.prototype.call.bind(Set.prototype.has), { ownKeys } = Reflect;
  defineProperty(globalThis, 'Atomics', atomics);
  const strip = (bytes) => {
    most = bytes;
    const keys = ownKeys(globalThis);
    for (let i = 0; i < keys.length; i++) if (!has(there, keys[i])) delete globalThis[keys[i]];
  };
  globalThis['\0fractal'] = { __proto__: null, api, host, strip };
})
