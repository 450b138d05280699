// Brings variables back from their canonical form, in the order of their names: what belongs to an
// earlier variable is there when a later one refers to it.
(function (k) {
  'use strict';
  const fail = (why) => { throw new k.Error(why); };

  // the objects of a plain tree, numbered as the walker numbers them
  const numbered = (root) => {
    const queue = k.list();
    const meet = (v) => { if (typeof v === 'object' && v !== null) k.push(queue, v); };
    meet(root);
    for (let i = 0; i < queue.length; i++) {
      const o = queue[i];
      if (k.isArray(o)) { for (let j = 0; j < o.length; j++) meet(o[j]); continue; }
      const keys = k.ownKeys(o);
      for (let j = 0; j < keys.length; j++) meet(k.desc(o, keys[j]).value);
    }
    return queue;
  };

  const restoreGraph = (text, other) => {
    const whole = k.parse(text), root = whole[0], nodes = whole[1];
    const made = k.list(), state = k.list();
    const well = { __proto__: null, u: undefined, n: NaN, z: -0, '+': Infinity, '-': -Infinity };
    const dec = (e) => {
      if (typeof e !== 'object' || e === null) return e;
      switch (e[0]) {
        case 'r': return create(e[1]);
        case 'x': return other(e[1], e[2]);
        case 'i': return k.mapHas(k.byPath, e[1]) ? k.mapGet(k.byPath, e[1]) : fail("it uses '" + e[1] + "', which does not exist here");
        case 'b': return k.BigInt(e[1]);
        case 's': return k.symbolFor(e[1]);
        default: return well[e[0]];
      }
    };
    const build = (n) => {
      const tag = n[0], data = n[1];
      switch (tag) {
        case 'y': return k.Symbol(data === 0 ? undefined : data);
        case 'in': return k.handle(data);
        case 'o': return {};
        case 'a': return [];
        case 'm': return new k.Map();
        case 't': return new k.Set();
        case 'd': return new k.Date(dec(data));
        case 'x': return new k.RegExp(data[0], data[1]);
        case 'e': { const e = new k.Error(); delete e.stack; return e; }
        case 'B': {
          const buffer = new k.ArrayBuffer(data.length / 2), view = new k.Uint8Array(buffer);
          for (let i = 0; i < data.length; i += 2) view[i / 2] = +('0x' + data[i] + data[i + 1]);
          return buffer;
        }
        case 'D': return new k.DataView(dec(data[0]), data[1], data[2]);
        case 'T': return new k.typed[data[0]](dec(data[1]), data[2], data[3]);
        case 'w': return k.Object(dec(data[1]));
        case 'f': return k.functionOf(data[0]);
        case '!': return fail('it held a ' + data + ', which cannot be kept');
        default: return fail("the form '" + tag + "' is unknown");
      }
    };
    const create = (i) => {
      if (state[i] === 1) return made[i];
      const n = nodes[i];
      if (n[0] === 'p') {
        const f = dec(n[1]);
        if (state[i] !== 1) { made[i] = k.desc(f, 'prototype').value; state[i] = 1; }
        return made[i];
      }
      made[i] = build(n);
      state[i] = 1;
      // the prototype object of a function has its own number
      if (n[0] === 'f' && n[1][2] !== 0 && n[1][2][0] === 'r') {
        const p = k.desc(made[i], 'prototype');
        if (nodes[n[1][2][1]][0] === 'p') { made[n[1][2][1]] = p.value; state[n[1][2][1]] = 1; }
      }
      return made[i];
    };
    const fill = (i) => {
      const n = nodes[i], o = made[i], tag = n[0], data = n[1];
      if (tag === 'y' || tag === 'in') return;
      const usual = tag === 'f' ? k.FunctionPrototype : tag === 'p' ? k.ObjectPrototype : undefined;
      const parent = n[2] === 0 ? usual : dec(n[2]);
      if (parent !== undefined && k.getProto(o) !== parent) k.setProto(o, parent);
      if (tag === 'a') {
        for (let j = 0; j < data[1].length; j++) if (!k.isArray(data[1][j]) || data[1][j][0] !== 'h') k.define(o, j, { __proto__: null, value: dec(data[1][j]), writable: true, enumerable: true, configurable: true });
        o.length = data[0];
      } else if (tag === 'm') for (let j = 0; j < data.length; j += 2) k.mapSet(o, dec(data[j]), dec(data[j + 1]));
      else if (tag === 't') for (let j = 0; j < data.length; j++) k.setAdd(o, dec(data[j]));
      else if (tag === 'f') {
        const name = k.desc(o, 'name');
        if (name === undefined || name.configurable) { if (data[1] !== '' || name !== undefined) k.define(o, 'name', { __proto__: null, value: data[1], writable: false, enumerable: false, configurable: true }); }
        if (data[2] !== 0) {
          const p = k.desc(o, 'prototype'), wanted = dec(data[2]);
          if (p !== undefined && p.writable && p.value !== wanted) k.define(o, 'prototype', { __proto__: null, value: wanted });
        }
      }
      const own = n[4];
      for (let j = 0; j < own.length;) {
        const key = dec(own[j]), flags = own[j + 1];
        const d = { __proto__: null, enumerable: (flags & 2) !== 0, configurable: (flags & 4) !== 0 };
        if (flags & 8) { d.get = dec(own[j + 2]); d.set = dec(own[j + 3]); j += 4; } else { d.value = dec(own[j + 2]); d.writable = (flags & 1) !== 0; j += 3; }
        if (tag === 'e' && key === 'stack' && flags === 5 && typeof d.value === 'string' && k.giveStack(o, d.value)) continue;
        k.define(o, key, d);
      }
      if (tag === 'a' && data[2] === 0) k.define(o, 'length', { __proto__: null, writable: false });
      if (n[3] === 0) k.preventExtensions(o);
    };
    const value = dec(root);
    for (let i = 0; i < nodes.length; i++) create(i);
    for (let i = 0; i < nodes.length; i++) fill(i);
    return { __proto__: null, value, objects: made };
  };

  let table = new k.Map();
  const other = (name, i) => {
    const entry = k.mapGet(table, name);
    if (entry === undefined) return fail("it shares an object with '" + name + "', which is missing");
    if (entry.objects === undefined) entry.objects = numbered(entry.value);
    return entry.objects[i];
  };
  k.restoreDone = () => { table = new k.Map(); };
  // one variable; the host calls this in the order of the names, then restoreDone()
  k.restore = (name, text) => {
    k.begun();
    let entry;
    if (text[0] === '=') entry = { __proto__: null, value: k.parse(k.slice(text, 1)), objects: undefined };
    else if (text[0] === '#') entry = restoreGraph(k.slice(text, 1), other);
    else fail('it was not saved (' + k.slice(text, 1) + ')');
    k.mapSet(table, name, entry);
    k.known(name, entry.value, text);
    k.define(k.global, name, { __proto__: null, value: entry.value, writable: true, enumerable: !k.mapHas(k.baseline, name), configurable: true });
  };
})
