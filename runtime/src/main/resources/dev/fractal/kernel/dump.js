// Walks variables on property descriptors into their canonical form: "=" and JSON for plain trees,
// "#" and [root, nodes] for everything else. Nodes are numbered breadth first in their variable;
// an object belongs to the first variable, by name, that reaches it.
(function (k) {
  'use strict';
  const DEPTH = 400;
  const known = new k.Map(); // source text → what the parser says about the function
  const sources = new k.WeakMap(); // function → its text, where toString tells another
  const restored = new k.Set();
  let touched = new k.Set();
  const facts = new k.Map(); // variable → {words, links, inexact, dynamic}

  k.touch = (word) => k.setAdd(touched, word);
  const parsed = (list) => {
    for (let i = 0; i < list.length; i++) {
      const info = list[i], old = k.mapGet(known, info.text);
      if (old !== undefined && k.hasOwn(old, 'reason')) continue;
      k.mapSet(known, info.text, info);
    }
  };
  k.learn = (json) => parsed(k.parse(json));
  // the text of an arrow function runs on over blanks and comments up to the next token
  const trail = new k.RegExp('^([\\s\\S]*?)(?:\\s|//[^\\n]*(?:\\n|$)|/\\*[\\s\\S]*?\\*/)+$');
  k.sourceOf = (f) => {
    const text = k.weakGet(sources, f) || k.fnText(f);
    if (k.mapHas(known, text) || k.setHas(restored, text)) return text;
    const m = k.exec(trail, text);
    if (m === null || !k.mapHas(known, m[1])) return text;
    k.weakSet(sources, f, m[1]);
    return m[1];
  };
  k.remember = (f, text) => k.weakSet(sources, f, text);
  k.trust = (text) => k.setAdd(restored, text);
  k.describe = (text) => {
    if (!k.mapHas(known, text)) {
      const answer = k.parse(k.host.describe(text));
      if (k.hasOwn(answer, 'functions')) parsed(answer.functions);
    }
    return k.mapGet(known, text);
  };
  const infoOf = (text) => (k.mapHas(known, text) || k.setHas(restored, text) ? k.describe(text) : undefined);

  let seen, owners, numbers, owner, fact, changedWorld = false;
  const reason = (why) => { if (fact.inexact === undefined) fact.inexact = why; };
  const number = (object, n) => { k.mapSet(seen, object, owners.length); k.push(owners, owner); k.push(numbers, n); };

  const scalar = (v) => v === null || typeof v === 'string' || typeof v === 'boolean' || (typeof v === 'number' && v - v === 0 && (v !== 0 || 1 / v > 0));

  // true if JSON alone tells the whole value; all its objects are numbered then. With Object.prototype
  // as it was, a descriptor that answers true for writable belongs to a data property.
  const plain = (root) => {
    if (scalar(root)) return true;
    if (typeof root !== 'object' || changedWorld) return false;
    const queue = k.list(), before = owners.length;
    const meet = (o) => {
      if (k.mapHas(seen, o) || k.mapHas(k.paths, o) || k.isProxy(o)) return false;
      number(o, queue.length);
      k.push(queue, o);
      return true;
    };
    const check = (o) => {
      if (!k.extensible(o)) return false;
      const proto = k.getProto(o), keys = k.ownKeys(o);
      if (proto === k.ArrayPrototype && k.isArray(o)) {
        const length = k.desc(o, 'length');
        if (keys.length !== length.value + 1 || !length.writable) return false;
        for (let i = 0; i < length.value; i++) {
          const d = k.desc(o, i);
          if (d === undefined || !d.writable || !d.enumerable || !d.configurable) return false;
          if (!scalar(d.value) && (typeof d.value !== 'object' || !meet(d.value))) return false;
        }
        return true;
      }
      if (proto !== k.ObjectPrototype) return false;
      for (let i = 0; i < keys.length; i++) {
        if (typeof keys[i] !== 'string') return false;
        const d = k.desc(o, keys[i]);
        if (!d.writable || !d.enumerable || !d.configurable) return false;
        if (!scalar(d.value) && (typeof d.value !== 'object' || !meet(d.value))) return false;
      }
      return true;
    };
    let good = meet(root);
    for (let i = 0, level = 0, end = 1; good && i < queue.length; i++) {
      if (i === end) { level++; end = queue.length; }
      good = level < DEPTH && check(queue[i]);
    }
    if (good) return true;
    for (let i = 0; i < queue.length; i++) k.mapDelete(seen, queue[i]);
    owners.length = numbers.length = before;
    return false;
  };

  const graph = (root) => {
    const queue = k.list(), quote = (text) => k.stringify(text); // everything is JSON text from here on
    const ref = (o) => {
      const at = k.mapGet(seen, o);
      if (at !== undefined) {
        if (owners[at] === owner) return '["r",' + numbers[at] + ']';
        k.setAdd(fact.links, owners[at]);
        return '["x",' + quote(owners[at]) + ',' + numbers[at] + ']';
      }
      const path = k.mapGet(k.paths, o);
      if (path !== undefined) return '["i",' + quote(path) + ']';
      number(o, queue.length);
      k.push(queue, o);
      return '["r",' + (queue.length - 1) + ']';
    };
    const enc = (v) => {
      if (scalar(v)) return typeof v === 'string' ? quote(v) : '' + v;
      switch (typeof v) {
        case 'undefined': return '["u"]';
        case 'number': return v !== v ? '["n"]' : v === 0 ? '["z"]' : v > 0 ? '["+"]' : '["-"]';
        case 'bigint': return '["b","' + v + '"]';
        case 'symbol': {
          if (k.symbolKey(v) !== undefined) return '["s",' + quote(k.symbolKey(v)) + ']';
          return ref(v);
        }
        default: return ref(v);
      }
    };
    const proto = (o, usual) => { const p = k.getProto(o); return p === usual ? '0' : enc(p); };
    // own properties but those that skip() takes: key, flags, value or getter and setter
    const props = (o, skip) => {
      const keys = k.ownKeys(o);
      let out = '[', first = true;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i], d = k.desc(o, key);
        if (skip !== undefined && skip(key, d)) continue;
        const data = k.hasOwn(d, 'value');
        out += (first ? '' : ',') + (typeof key === 'symbol' ? enc(key) : quote(key)) + ',' +
          ((data && d.writable ? 1 : 0) + (d.enumerable ? 2 : 0) + (d.configurable ? 4 : 0) + (data ? 0 : 8)) + ',' +
          (data ? enc(d.value) : enc(d.get) + ',' + enc(d.set));
        first = false;
      }
      return out + ']';
    };
    const node = (tag, data, p, o, own) => '["' + tag + '",' + data + ',' + p + ',' + (k.extensible(o) ? 1 : 0) + ',' + own + ']';
    const lost = (what, o) => { reason('it holds a ' + what + ', which cannot be kept'); return '["!",' + quote(what) + ']'; };

    const method = (info, d) => {
      const has = (f) => typeof f === 'function' && k.indexOf(k.join(info.methodTexts, '\u0000'), '\u0000' + k.sourceOf(f) + '\u0000') >= 0;
      return info !== undefined && info.methodTexts !== undefined && !d.enumerable && d.configurable &&
        (k.hasOwn(d, 'value') ? has(d.value) : (d.get === undefined || has(d.get)) && (d.set === undefined || has(d.set)));
    };
    const classInfo = (text) => {
      const info = infoOf(text);
      if (info !== undefined && k.hasOwn(info, 'methods') && !k.hasOwn(info, 'methodTexts')) {
        const texts = k.list();
        k.push(texts, '');
        for (let i = 0; i < info.methods.length; i++) k.push(texts, info.methods[i]);
        k.push(texts, '');
        info.methodTexts = texts;
      }
      return info;
    };
    const prototypes = new k.Map(); // prototype object → its function
    const fn = (f) => {
      const text = k.sourceOf(f), info = classInfo(text), isClass = k.startsWith(text, 'class');
      if (k.indexOf(text, '[native code]') >= 0 && info === undefined) return lost('bound or built-in function', f);
      if (info === undefined) reason('it holds a function made by eval or Function');
      else if (k.hasOwn(info, 'reason')) reason('it holds a function that its source alone does not bring back: ' + info.reason);
      k.words(text, (w) => k.setAdd(fact.words, w));
      if (k.reachesAll(text)) fact.dynamic = true;
      const p = k.desc(f, 'prototype');
      let prototype = '0';
      if (p !== undefined && typeof p.value === 'object' && p.value !== null && !k.isProxy(p.value)) {
        k.mapSet(prototypes, p.value, f);
        prototype = enc(p.value);
      }
      const name = k.desc(f, 'name');
      const own = props(f, (key, d) => key === 'length' || key === 'prototype' || (key === 'name' && k.data(d) && typeof d.value === 'string') ||
        key === 'arguments' || key === 'caller' || (isClass && method(info, d)));
      const parent = proto(f, k.FunctionPrototype);
      return node('f', '[' + quote(text) + ',' + quote(k.data(name) && typeof name.value === 'string' ? name.value : '') + ',' + prototype + ']', parent, f, own);
    };
    const prototypeOf = (o, f) => {
      const text = k.sourceOf(f), info = classInfo(text), isClass = k.startsWith(text, 'class');
      const own = props(o, (key, d) => {
        if (key === 'constructor' && d.value === f && !d.enumerable) return true;
        return isClass && method(info, d);
      });
      return node('p', enc(f), proto(o, k.ObjectPrototype), o, own);
    };
    const array = (o) => {
      const length = k.desc(o, 'length'), keys = k.ownKeys(o);
      const dense = length.value <= 64 || keys.length * 2 > length.value, written = dense ? length.value : 0;
      let items = '';
      for (let i = 0; i < written; i++) {
        const d = k.desc(o, i);
        const usual = d !== undefined && k.hasOwn(d, 'value') && d.writable && d.enumerable && d.configurable;
        items += (i === 0 ? '' : ',') + (usual ? enc(d.value) : '["h"]');
      }
      const isIndex = (key) => typeof key === 'string' && '' + (key >>> 0) === key && key >>> 0 < written;
      const own = props(o, (key, d) => key === 'length' || (isIndex(key) && k.hasOwn(d, 'value') && d.writable && d.enumerable && d.configurable));
      return node('a', '[' + length.value + ',[' + items + '],' + (length.writable ? 1 : 0) + ']', proto(o, k.ArrayPrototype), o, own);
    };
    const bytes = (buffer) => {
      const view = new k.Uint8Array(buffer), hex = '0123456789abcdef';
      let out = '';
      for (let i = 0, n = k.typedLength(view); i < n; i++) out += hex[view[i] >> 4] + hex[view[i] & 15];
      return '"' + out + '"';
    };
    const write = (o) => {
      if (typeof o === 'symbol') return '["y",' + (k.symbolText(o) === undefined ? '0' : quote(k.symbolText(o))) + ']';
      if (k.isProxy(o)) return lost('proxy', o);
      const input = k.inputName(o);
      if (input !== undefined) return '["in",' + quote(input) + ']';
      const f = k.mapGet(prototypes, o);
      if (f !== undefined) return prototypeOf(o, f);
      const c = k.desc(o, 'constructor');
      if (typeof o === 'object' && k.data(c) && !c.enumerable && typeof c.value === 'function' && !k.isProxy(c.value) && !k.mapHas(k.paths, c.value)) {
        const p = k.desc(c.value, 'prototype');
        if (k.data(p) && p.value === o) { k.mapSet(prototypes, o, c.value); return prototypeOf(o, c.value); }
      }
      const kind = k.kindOf(o);
      switch (kind) {
        case 'Function': return fn(o);
        case 'Array': return array(o);
        case 'Map': {
          let items = '';
          k.mapEach(o, (v, key) => { items += (items === '' ? '' : ',') + enc(key) + ',' + enc(v); });
          return node('m', '[' + items + ']', proto(o, k.Map.prototype), o, props(o));
        }
        case 'Set': {
          let items = '';
          k.setEach(o, (v) => { items += (items === '' ? '' : ',') + enc(v); });
          return node('t', '[' + items + ']', proto(o, k.Set.prototype), o, props(o));
        }
        case 'Date': return node('d', enc(k.dateTime(o)), proto(o, k.Date.prototype), o, props(o));
        case 'RegExp': return node('x', '[' + quote(k.regSource(o)) + ',"' + k.regexpFlags(o) + '"]', proto(o, k.RegExp.prototype), o, props(o));
        case 'Error': return node('e', 0, enc(k.getProto(o)), o, props(o));
        case 'ArrayBuffer': return node('B', bytes(o), proto(o, k.ArrayBuffer.prototype), o, props(o));
        case 'DataView': return node('D', '[' + enc(k.viewBuffer(o)) + ',' + k.viewOffset(o) + ',' + k.viewLength(o) + ']', proto(o, k.DataView.prototype), o, props(o));
        case 'Typed': return node('T', '["' + k.typedName(o) + '",' + enc(k.typedBuffer(o)) + ',' + k.typedOffset(o) + ',' + k.typedLength(o) + ']', proto(o, k.typed[k.typedName(o)].prototype), o,
          props(o, (key) => typeof key === 'string' && '' + (key >>> 0) === key));
        case 'String': case 'Number': case 'Boolean': case 'BigInt': case 'Symbol':
          return node('w', '["' + kind + '",' + enc(k.valueOf[kind](o)) + ']', proto(o, k[kind].prototype), o, props(o, (key) => kind === 'String' && (key === 'length' || '' + (key >>> 0) === key)));
        case 'Promise': return lost('promise', o);
        case 'WeakMap': case 'WeakSet': return lost(kind, o);
        case 'Iterator': return lost('generator or iterator', o);
        default: {
          for (let p = k.getProto(o); p !== null && !k.isProxy(p) && !k.mapHas(k.paths, p); p = k.getProto(p)) {
            const maker = k.peek(p, 'constructor');
            const info = typeof maker === 'function' && !k.isProxy(maker) ? infoOf(k.sourceOf(maker)) : undefined;
            if (info !== undefined && info.privates === true) reason('it holds an instance of a class with private fields');
          }
          return node('o', 0, proto(o, k.ObjectPrototype), o, props(o));
        }
      }
    };
    const at = enc(root);
    let nodes = '';
    for (let i = 0; i < queue.length; i++) nodes += (i === 0 ? '' : ',') + write(queue[i]);
    return '#[' + at + ',[' + nodes + ']]';
  };

  const encode = (name, d) => {
    owner = name;
    fact = { __proto__: null, words: new k.Set(), links: new k.Set(), inexact: undefined, dynamic: false };
    k.mapSet(facts, name, fact);
    if (!k.data(d)) { reason('it is an accessor'); return '!accessor'; }
    if (!d.writable || !d.configurable || d.enumerable === k.mapHas(k.baseline, name)) reason('it is read-only or hidden');
    try {
      return plain(d.value) ? '=' + k.stringify(d.value) : graph(d.value);
    } catch (e) {
      reason('it is too large to be saved: ' + k.failureText(e));
      return '!too large';
    }
  };
  k.forgetFacts = (name) => {
    const f = { __proto__: null, words: new k.Set(), links: new k.Set(), inexact: undefined, dynamic: false };
    k.mapSet(facts, name, f);
    return f;
  };

  const variables = () => {
    const keys = k.ownKeys(k.global), names = k.list();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (k.mapHas(k.baseline, key)) {
        if (!(k.dynamic || k.setHas(touched, key) || k.mapHas(facts, key)) || k.setHas(k.reserved, key) || key === 'globalThis') continue;
        const d = k.desc(k.global, key);
        if (k.data(d) && k.is(d.value, k.mapGet(k.baseline, key))) continue;
      }
      if (typeof key === 'symbol') { k.host.emit('inexact', k.String(key), 'the global object has a symbol key'); continue; }
      k.push(names, key);
    }
    return k.sort(names);
  };

  // emits every variable that the cells since the last time could have changed
  k.dump = () => {
    const names = variables();
    const walk = new k.Set();
    let all = k.dynamic;
    let grown = true;
    const include = (name) => {
      if (k.setHas(walk, name)) return;
      grown = true;
      k.setAdd(walk, name);
      const f = k.mapGet(facts, name);
      if (f === undefined) return;
      if (f.inexact !== undefined || f.dynamic) all = true;
      k.setEach(f.words, (w) => k.setAdd(touched, w));
      k.setEach(f.links, include);
    };
    while (grown && !all) {
      grown = false;
      for (let i = 0; i < names.length; i++) {
        const name = names[i], f = k.mapGet(facts, name);
        if (f === undefined || k.setHas(touched, name)) { include(name); continue; }
        k.setEach(f.links, (other) => { if (k.setHas(walk, other)) include(name); });
      }
    }
    // code that names no built-in cannot have changed one; once changed, it stays so
    let risky = all || changedWorld;
    k.setEach(touched, (word) => { if (!risky && k.setHas(k.builtinWords, word)) risky = true; });
    if (risky) {
      const tampered = k.tampered();
      changedWorld = tampered !== undefined;
      if (changedWorld) { all = true; k.host.emit('inexact', tampered, 'a built-in was changed'); }
    }
    const gone = new k.Map();
    k.mapEach(facts, (f, name) => k.mapSet(gone, name, f));
    seen = new k.Map(); owners = k.list(); numbers = k.list();
    for (let i = 0; i < names.length; i++) k.mapDelete(gone, names[i]);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (all || k.setHas(walk, name)) k.host.emit('changed', name, encode(name, k.desc(k.global, name)));
      const f = k.mapGet(facts, name);
      if (f.inexact !== undefined) k.host.emit('inexact', name, f.inexact);
    }
    k.mapEach(gone, (f, name) => { k.mapDelete(facts, name); k.host.emit('removed', name, ''); });
    touched = new k.Set();
    k.dynamic = false;
    seen = owners = numbers = undefined;
  };
})
