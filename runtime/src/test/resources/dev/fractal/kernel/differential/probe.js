// The tools of the probes: what a value is, told by running code. Everything that code can see of an
// object is in the text: keys in order, attributes, prototypes, identity, what its methods give.
// Text for eval, so that the cell's own parser does not read it each time.
// Names that programs shadow are not relied on: what literals reach comes from them.
(() => {
function $$print(text) { console.log(text); }
const $$Object = ({}).constructor, $$isArray = [].constructor.isArray, $$text = (f) => (() => {}).toString.call(f);

// whether Map is the language's own
const $$sane = (() => {
  try {
    const key = {}, map = new Map();
    return map.set(key, 5) === map && map.get(key) === 5 && map.has(key) && !map.has({}) && map.size === 1 && /\[native code\]/.test($$text(Map));
  } catch { return false; }
})();
// from objects to what was said of them
function $$table() {
  if ($$sane) { const map = new Map(); return { size: () => map.size, has: (key) => map.has(key), get: (key) => map.get(key), set: (key, value) => map.set(key, value) }; }
  const keys = [], values = [];
  const at = (key) => { for (let i = 0; i < keys.length; i++) if (keys[i] === key) return i; return -1; };
  return { size: () => keys.length, has: (key) => at(key) >= 0, get: (key) => values[at(key)], set: (key, value) => { keys[keys.length] = key; values[values.length] = value; } };
}
function $$keys(o) { return [...$$Object.getOwnPropertyNames(o), ...$$Object.getOwnPropertySymbols(o)]; }
function $$quoted(text) {
  let out = '"';
  for (let i = 0; i < text.length; i++) { const c = text.charCodeAt(i); out += c >= 32 && c < 127 && c !== 34 && c !== 92 ? text[i] : '\\u' + c.toString(16); }
  return out + '"';
}

let $$known;
function $$builtins() {
  if ($$known !== undefined) return $$known;
  const known = $$known = $$table();
  const add = (value, name) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') if (!known.has(value)) known.set(value, name);
  };
  const native = (f) => typeof f === 'function' && /\[native code\]/.test($$text(f));
  // V8's makers of buffers look at their size first, told by its text and by the prototype that names them
  const sized = (f, name) => (name === 'ArrayBuffer' || /[0-9d]Array$/.test(name)) && /^function \(\.\.\.args\) \{[^}]*apply\(real, this, args\)[^}]*sized\(args\)[^}]*new\.target === maker \? real : new\.target\);\s*\}$/.test($$text(f)) && $$Object.getOwnPropertyDescriptor(f.prototype, 'constructor')?.value === f;
  for (const name of ['Object', 'Function', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'RegExp', 'Promise', 'Error', 'EvalError', 'RangeError', 'ReferenceError',
    'SyntaxError', 'TypeError', 'URIError', 'AggregateError', 'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array',
    'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'String', 'Number', 'Boolean', 'BigInt', 'Symbol', 'Proxy', 'Iterator']) {
    const d = $$Object.getOwnPropertyDescriptor(globalThis, name);
    if (d !== undefined && typeof d.value === 'function' && d.value.name === name && (native(d.value) || sized(d.value, name) || name === 'Date' || name === 'Function' || name === 'Proxy')) {
      add(d.value, name);
      add(d.value.prototype, name + '.prototype');
    }
  }
  for (const name of ['Math', 'JSON', 'Reflect', 'console', 'lm', 'mapLm', 'FINAL', 'inspect', 'budget', 'inputs', 'globalThis']) {
    const d = $$Object.getOwnPropertyDescriptor(globalThis, name);
    if (d !== undefined) add(d.value, name);
  }
  const up = (make, name) => {
    let object;
    try { object = make(); } catch { return; }
    let o = $$Object.getPrototypeOf(object);
    for (let n = 0; o !== null; n++) { add(o, name + n); o = $$Object.getPrototypeOf(o); }
  };
  up(() => function* () {}, 'Generator'); up(() => async function () {}, 'Async'); up(() => async function* () {}, 'AsyncGenerator');
  up(() => (function* () {}).prototype, 'generator'); up(() => (async function* () {}).prototype, 'asyncGenerator');
  up(() => [][Symbol.iterator](), 'ArrayIterator'); up(() => new Map().keys(), 'MapIterator'); up(() => new Set().keys(), 'SetIterator');
  up(() => ''[Symbol.iterator](), 'StringIterator'); up(() => 'a'.matchAll(/a/g), 'RegExpIterator'); up(() => Int8Array, 'TypedArray'); up(() => new Int8Array(0), 'typedArray');
  return known;
}

function $$describe(roots, limit) {
  const builtins = $$builtins(), numbers = $$table(), queue = [], lines = [];
  const tag = (o) => { try { return $$Object.prototype.toString.call(o).slice(8, -1); } catch { return 'untold'; } };
  const scalar = (v) => {
    switch (typeof v) {
      case 'string': return $$quoted(v);
      case 'bigint': return v + 'n';
      case 'number': return Object.is(v, -0) ? '-0' : String(v);
      default: return String(v);
    }
  };
  const keyOf = (v) => { try { return Symbol.keyFor(v); } catch { return undefined; } };
  const ref = (v) => {
    if (typeof v === 'symbol') {
      const key = keyOf(v);
      if (key !== undefined) return 'Symbol.for(' + key + ')';
    } else if ((typeof v !== 'object' && typeof v !== 'function') || v === null) return scalar(v);
    if (builtins.has(v)) return '<' + builtins.get(v) + '>';
    if (typeof v === 'function' && /\{\s*\[native code\]\s*\}$/.test($$text(v)) && $$keys(v).length <= 3) return '<native ' + String(v.name) + '>';
    if (typeof v === 'symbol' && String(v).startsWith('Symbol(Symbol.')) return String(v);
    if (!numbers.has(v)) { numbers.set(v, numbers.size()); queue.push(v); }
    return '#' + numbers.get(v);
  };
  const isView = (o) => { try { return ArrayBuffer.isView(o); } catch { return false; } };
  const brand = (o) => {
    const tries = { Date: () => Date.prototype.getTime.call(o), RegExp: () => RegExp.prototype.exec.call === undefined ? '' : '/' + $$Object.getOwnPropertyDescriptor(RegExp.prototype, 'source').get.call(o) + '/' + $$Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get.call(o),
      Map: () => Array.from(Map.prototype.entries.call(o), (e) => ref(e[0]) + '=>' + ref(e[1])).join(' '), Set: () => Array.from(Set.prototype.values.call(o), ref).join(' '),
      WeakMap: () => { WeakMap.prototype.has.call(o, {}); return 'weak'; }, WeakSet: () => { WeakSet.prototype.has.call(o, {}); return 'weak'; },
      Boolean: () => Boolean.prototype.valueOf.call(o), Number: () => scalar(Number.prototype.valueOf.call(o)), String: () => scalar(String.prototype.valueOf.call(o)),
      BigInt: () => BigInt.prototype.valueOf.call(o) + 'n', Symbol: () => ref(Symbol.prototype.valueOf.call(o)),
      DataView: () => { const get = (n) => $$Object.getOwnPropertyDescriptor(DataView.prototype, n).get.call(o); return ref(get('buffer')) + ' ' + get('byteOffset') + ' ' + get('byteLength'); },
      ArrayBuffer: () => $$Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get.call(o) + ' ' + Array.from(new Uint8Array(o)).join('.') + ' ' + o.resizable + ' ' + o.maxByteLength + ' ' + o.detached };
    if (isView(o) && !('getInt8' in o)) return 'view ' + ref(o.buffer) + ' ' + o.byteOffset + ' ' + o.length + ' [' + Array.prototype.map.call(Array.from(o), scalar).join(' ') + ']';
    for (const name of $$Object.keys(tries)) { try { return name + ' ' + tries[name](); } catch { continue; } }
    return '';
  };
  // asking for a brand costs an exception for each wrong guess: plain objects are not asked
  const plain = (o) => {
    if (tag(o) !== 'Object') return false;
    for (let p = $$Object.getPrototypeOf(o); p !== null; p = $$Object.getPrototypeOf(p)) if (builtins.has(p) && builtins.get(p) !== 'Object.prototype') return false;
    return true;
  };
  const attributes = (d) => (d.writable ? 'w' : '-') + (d.enumerable ? 'e' : '-') + (d.configurable ? 'c' : '-');
  const properties = (o) => {
    let keys = $$keys(o);
    if (typeof o === 'function') {
      const first = ['length', 'name', 'prototype'].filter((key) => keys.includes(key));
      keys = first.concat(keys.filter((key) => !first.includes(key) && key !== 'arguments' && key !== 'caller'));
    }
    const view = isView(o);
    return keys.filter((key) => key !== 'stack' && !(view && typeof key === 'string' && /^\d+$/.test(key))).slice(0, 60).map((key) => {
      const d = $$Object.getOwnPropertyDescriptor(o, key);
      const name = typeof key === 'symbol' ? '[' + ref(key) + ']' : $$quoted(key);
      if (d === undefined) return name + ':gone';
      return name + ':' + attributes(d) + ('value' in d ? ref(d.value) : '{' + ref(d.get) + ' ' + ref(d.set) + '}');
    }).join(', ');
  };
  const object = (o) => {
    if (typeof o === 'symbol') return 'symbol ' + String(o);
    const source = typeof o === 'function' ? ' ' + $$quoted($$text(o).trim()) : '';
    return typeof o + ' ' + tag(o) + source + ' ' + ($$isArray(o) ? 'array' : typeof o === 'function' || plain(o) ? '' : brand(o)) + ' proto ' + ref($$Object.getPrototypeOf(o)) +
      ($$Object.isFrozen(o) ? ' frozen' : $$Object.isSealed(o) ? ' sealed' : $$Object.isExtensible(o) ? '' : ' closed') + ' {' + properties(o) + '}';
  };
  for (const [name, value] of roots) lines.push(name + ' = ' + ref(value));
  for (let i = 0; i < queue.length && i < limit; i++) {
    let text;
    try { text = object(queue[i]); } catch (e) { text = 'threw ' + $$error(e); }
    lines.push('  #' + i + ' ' + text.slice(0, 3000));
  }
  return lines.join('\n');
}

const $$scalar = (v) => typeof v !== 'object' && typeof v !== 'function';
function $$error(e) {
  try { return typeof e === 'object' && e !== null ? String(e.name) : String(e); } catch { return 'untold'; }
}

// every variable, and what it is, in the order of their names
function $$variables() {
  const builtins = $$builtins(), roots = [];
  const keys = $$keys(globalThis);
  for (const key of keys.map((key) => [String(key), key]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const d = $$Object.getOwnPropertyDescriptor(globalThis, key[1]);
    if (key[0] === 'inputs' || key[0] === 'eval' || (!d.writable && !d.enumerable && $$scalar(d.value))) continue;
    if (!('value' in d)) { roots.push([key[0] + ' get', d.get], [key[0] + ' set', d.set]); continue; }
    if (!d.enumerable && (typeof d.value === 'function' || typeof d.value === 'object') && /\[native code\]/.test(String(d.value)) || builtins.get(d.value) === key[0]) continue;
    roots.push([key[0] + ' ' + d.writable + d.enumerable + d.configurable, d.value]);
  }
  return { $$lines: $$describe(roots, 400) };
}

function $$told(value) {
  if (typeof value === 'object' && value !== null && '$$lines' in value) return '\n' + value.$$lines;
  return $$describe([['', value]], 12).replace(/\n/g, ' ; ');
}
function $$probe(label, ask) {
  let answer;
  try { answer = $$told(ask()); } catch (e) { answer = 'threw ' + $$error(e); }
  $$print(label + ' -> ' + answer);
}
async function $$later(label, ask) {
  let answer;
  try { answer = $$told(await ask()); } catch (e) { answer = 'threw ' + $$error(e); }
  $$print(label + ' -> ' + answer);
}
return { $$probe, $$later, $$variables };
})()
