// Walks one variable on property descriptors into its canonical form: "=" and JSON for plain trees, "#" and
// [root, nodes] for everything else, numbered breadth first. An object belongs to the first variable that
// reaches it. What is not on the closed list is written too, and its reason is named.
(function (k) {
  'use strict';
  const scalar = k.scalar;
  let seen, owners, numbers, owner, why, placed;
  const reason = (text) => { if (why === undefined) why = text; };
  const number = (object, n) => { k.mapSet(seen, object, owners.length); k.push(owners, owner); k.push(numbers, n); };
  const plain = (root) => {
    if (scalar(root)) return true;
    const before = owners.length;
    return typeof root === 'object' && k.plain(root, (o, n) => {
      if (k.mapHas(seen, o)) return false;
      number(o, n);
      return true;
    }, (list) => {
      for (let i = 0; i < list.length; i++) k.mapDelete(seen, list[i]);
      owners.length = numbers.length = before;
    });
  };

  const graph = (root) => {
    const queue = k.list(), quote = (text) => k.stringify(text); // everything is JSON text from here on
    const ref = (o) => {
      const at = k.mapGet(seen, o);
      if (at !== undefined) {
        if (owners[at] === owner) return '["r",' + numbers[at] + ']';
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
    const props = (o, keys, skip, isStack) => {
      let out = '[', first = true;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (isStack !== undefined && key === 'stack' && k.stackAsks(o)) { reason('it holds an error whose stack would run code of the cells'); continue; }
        let d = k.desc(o, key);
        if (isStack !== undefined && key === 'stack' && isStack(d) && (d.enumerable || !d.configurable)) reason('it holds an error whose stack was frozen or shown');
        if (isStack !== undefined && key === 'stack' && isStack(d)) d = { __proto__: null, value: k.stackOf(o), writable: true, enumerable: d.enumerable, configurable: d.configurable };
        if (skip !== undefined && skip(key, d)) continue;
        const data = k.data(d);
        out += (first ? '' : ',') + (typeof key === 'symbol' ? enc(key) : quote(key)) + ',' +
          ((data && d.writable ? 1 : 0) + (d.enumerable ? 2 : 0) + (d.configurable ? 4 : 0) + (data ? 0 : 8)) + ',' +
          (data ? enc(d.value) : enc(d.get) + ',' + enc(d.set));
        first = false;
      }
      return out + ']';
    };
    const node = (tag, data, p, o, own) => '["' + tag + '",' + data + ',' + p + ',' + (k.extensible(o) ? 1 : 0) + ',' + own + ']';
    const lost = (what, o) => { reason('it holds a ' + what + ', which cannot be kept'); return '["!",' + quote(what) + ']'; };

    // members that are in place are told by the text of their class; each belongs to one place only
    const members = (table) => (key, d) => {
      if (!k.isMember(k.mapGet(table, key), key, d)) return false;
      const parts = k.data(d) ? [d.value] : [d.get, d.set];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === undefined) continue;
        if (k.setHas(placed, parts[i])) reason('two classes share a member');
        k.setAdd(placed, parts[i]);
      }
      return true;
    };
    const none = () => false;
    const prototypes = new k.Map(); // prototype object → its function
    const fn = (f) => {
      const text = k.sourceOf(f), info = k.infoOf(text), isClass = info !== undefined && info.kind === 'class', own = k.ownKeys(f);
      if (info === undefined && k.indexOf(text, '[native code]') >= 0) return lost('bound or built-in function', f);
      const fault = info === undefined ? undefined : k.fault(f, info, own);
      if (info === undefined) reason('it holds a function made by eval or Function');
      else if (fault !== undefined) reason('it holds a function that its source alone does not bring back: ' + fault);
      const p = k.desc(f, 'prototype');
      let prototype = '0';
      if (k.data(p) && typeof p.value === 'object' && p.value !== null && !k.isProxy(p.value)) {
        const maker = k.mapGet(prototypes, p.value), at = k.mapGet(seen, p.value);
        if (isClass && ((maker !== undefined && maker !== f) || (maker === undefined && at !== undefined) || k.mapHas(k.paths, p.value))) reason('the prototype of a class is held without its class');
        k.mapSet(prototypes, p.value, f);
        prototype = enc(p.value);
      } else if (p !== undefined && info !== undefined && !isClass) reason("it holds a function whose 'prototype' was changed");
      const parent = k.getProto(f);
      if (isClass && info.heritage !== undefined && (typeof parent !== 'function' || k.setHas(k.reserved, info.heritage))) reason('it holds a class that lost the one it extends');
      const name = k.desc(f, 'name'), inPlace = isClass ? members(k.members(info, true)) : none;
      const rest = props(f, own, (key, d) => k.isBase(info, key, d) || inPlace(key, d));
      return node('f', '[' + quote(text) + ',' + quote(k.data(name) && typeof name.value === 'string' ? name.value : '') + ',' + prototype + ']', proto(f, k.FunctionPrototype), f, rest);
    };
    const prototypeOf = (o, f) => {
      const info = k.infoOf(k.sourceOf(f)), isClass = info !== undefined && info.kind === 'class', own = k.ownKeys(o);
      const table = isClass ? k.members(info, false) : undefined, inPlace = isClass ? members(table) : none;
      if (info !== undefined && !k.ordered(own, k.indexOf(info.kind, 'generator') >= 0 ? [] : ['constructor'], table)) reason('members of a prototype were deleted or are in another order');
      if (k.isExotic(o)) reason('the prototype of a function is no plain object');
      const rest = props(o, own, (key, d) => (key === 'constructor' && k.data(d) && d.value === f && !d.enumerable && d.writable && d.configurable) || inPlace(key, d));
      return node('p', enc(f), proto(o, k.ObjectPrototype), o, rest);
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
      const own = props(o, keys, (key, d) => key === 'length' || (isIndex(key) && k.hasOwn(d, 'value') && d.writable && d.enumerable && d.configurable));
      return node('a', '[' + length.value + ',[' + items + '],' + (length.writable ? 1 : 0) + ']', proto(o, k.ArrayPrototype), o, own);
    };
    const bytes = (buffer) => {
      if (k.isDetached(buffer)) return '""';
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
      if (typeof o === 'function') return fn(o);
      const kind = k.classify(o), fault = k.kindFault(o, kind);
      if (fault !== undefined) reason('it holds ' + fault);
      if (k.hasPrivates(o)) reason('it holds an instance of a class with private members');
      switch (kind) {
        case 'Array': return array(o);
        case 'Map': {
          let items = '';
          k.mapEach(o, (v, key) => { items += (items === '' ? '' : ',') + enc(key) + ',' + enc(v); });
          return node('m', '[' + items + ']', proto(o, k.Map.prototype), o, props(o, k.ownKeys(o)));
        }
        case 'Set': {
          let items = '';
          k.setEach(o, (v) => { items += (items === '' ? '' : ',') + enc(v); });
          return node('t', '[' + items + ']', proto(o, k.Set.prototype), o, props(o, k.ownKeys(o)));
        }
        case 'Date': return node('d', enc(k.dateTime(o)), proto(o, k.Date.prototype), o, props(o, k.ownKeys(o)));
        case 'RegExp': return node('x', '[' + quote(k.regSource(o)) + ',"' + k.regexpFlags(o) + '"]', proto(o, k.RegExp.prototype), o, props(o, k.ownKeys(o)));
        case 'Error': return node('e', 0, enc(k.getProto(o)), o, props(o, k.ownKeys(o), undefined, k.isStack));
        case 'ArrayBuffer': return node('B', bytes(o), proto(o, k.ArrayBuffer.prototype), o, props(o, k.ownKeys(o)));
        case 'DataView': return node('D', '[' + enc(k.viewBuffer(o)) + ',' + k.viewOffset(o) + ',' + k.viewLength(o) + ']', proto(o, k.DataView.prototype), o, props(o, k.ownKeys(o)));
        case 'Typed': return node('T', '["' + k.typedName(o) + '",' + enc(k.typedBuffer(o)) + ',' + k.typedOffset(o) + ',' + k.typedLength(o) + ']', proto(o, k.typed[k.typedName(o)].prototype), o,
          props(o, k.ownKeys(o), (key) => typeof key === 'string' && '' + (key >>> 0) === key));
        case 'String': case 'Number': case 'Boolean': case 'BigInt': case 'Symbol':
          return node('w', '["' + kind + '",' + enc(k.valueOf[kind](o)) + ']', proto(o, k[kind].prototype), o, props(o, k.ownKeys(o), (key) => kind === 'String' && (key === 'length' || (typeof key === 'string' && '' + (key >>> 0) === key && key >>> 0 < k.valueOf.String(o).length))));
        case 'Promise': return lost('promise', o);
        case 'WeakMap': case 'WeakSet': return lost(kind, o);
        case 'Iterator': return lost('generator or iterator', o);
        default: return node('o', 0, proto(o, k.ObjectPrototype), o, props(o, k.ownKeys(o)));
      }
    };
    const at = enc(root);
    let nodes = '';
    for (let i = 0; i < queue.length; i++) nodes += (i === 0 ? '' : ',') + write(queue[i]);
    return '#[' + at + ',[' + nodes + ']]';
  };

  k.beginWalk = () => {
    seen = new k.Map(); owners = k.list(); numbers = k.list(); placed = new k.Set();
    k.beginPlain(); k.beginKinds();
  };
  k.endWalk = () => { seen = owners = numbers = placed = undefined; k.beginKinds(); };
  // the form of a variable's value; tells what is wrong with it
  k.form = (name, value, tell) => {
    owner = name; why = undefined;
    let text;
    try {
      text = plain(value) ? '=' + k.plainText(value) : graph(value);
    } catch (e) {
      reason('it is too large to be saved: ' + k.failureText(e));
      text = '!too large';
    }
    if (why !== undefined) tell(why);
    return text;
  };
})
