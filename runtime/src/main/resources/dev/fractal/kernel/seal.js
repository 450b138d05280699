// Records every built-in that guest code can reach, so that each has a path and a changed one is seen.
(function (k) {
  'use strict';
  const g = k.global;
  const isObject = (o) => (typeof o === 'object' && o !== null) || typeof o === 'function';

  // makers of objects whose prototypes no global names
  const hidden = () => {
    const list = [[function* () {}, '%Generator%'], [async function () {}, '%Async%'], [async function* () {}, '%AsyncGenerator%'],
      [[][Symbol.iterator](), '%ArrayIterator%'], [new k.Map().keys(), '%MapIterator%'], [new k.Set().keys(), '%SetIterator%'], [''[Symbol.iterator](), '%StringIterator%']];
    return list;
  };
  const later = () => {
    const list = [[''.matchAll(/a/g), '%RegExpStringIterator%']];
    if (k.iteratorMap) list.push([k.iteratorMap([][Symbol.iterator](), (x) => x), '%IteratorHelper%']);
    if (k.iteratorFrom) list.push([k.iteratorFrom({ next() {} }), '%WrappedIterator%']);
    return list;
  };

  const labels = new k.Map(); // built-in object → a path that people know, where its own is none
  // called once when all names of the runtime are in place
  k.seal = () => {
    k.baseline = new k.Map(); // global name → its built-in value
    k.paths = new k.Map(); // built-in object → path
    k.byPath = new k.Map();
    const queue = k.list();
    const meet = (o, path) => {
      if (!isObject(o) && typeof o !== 'symbol') return;
      if (!k.mapHas(k.byPath, path)) k.mapSet(k.byPath, path, o);
      if (k.mapHas(k.paths, o)) { if (path[0] !== '%' && k.mapGet(k.paths, o)[0] === '%' && !k.mapHas(labels, o)) k.mapSet(labels, o, path); return; }
      k.mapSet(k.paths, o, path);
      if (typeof o !== 'symbol') k.push(queue, o);
    };
    const at = (path, key) => path + '.' + (typeof key === 'symbol' ? '@' + k.symbolText(key) : key);
    const chain = (o, path) => { for (let p = k.getProto(o), n = 0; p !== null; p = k.getProto(p), n++) meet(p, path + n); };
    let done = 0;
    const spread = () => {
      for (; done < queue.length; done++) {
        const o = queue[done], path = k.mapGet(k.paths, o), keys = k.ownKeys(o);
        for (let j = 0; j < keys.length; j++) {
          const d = k.desc(o, keys[j]), name = at(path, keys[j]);
          if (k.data(d)) meet(d.value, name); else { meet(d.get, name + '.get'); meet(d.set, name + '.set'); }
        }
      }
    };
    k.mapSet(k.paths, g, 'globalThis');
    k.mapSet(k.byPath, 'globalThis', g);
    const names = k.ownKeys(g);
    for (let i = 0; i < names.length; i++) {
      const d = k.desc(g, names[i]);
      k.mapSet(k.baseline, names[i], d.value);
      if (k.data(d)) meet(d.value, typeof names[i] === 'symbol' ? '@' : names[i]);
    }
    if (k.cancel) meet(k.cancel, '%cancel%');
    meet(k.getProto(k.Uint8Array), '%TypedArray%');
    for (const [maker, path] of hidden()) chain(maker, path);
    if (k.handlePrototype) meet(k.handlePrototype, '%Input%');
    spread();
    // the paths above stand in saves and do not change; what is found only now comes after them
    for (const [maker, path] of later()) chain(maker, path);
    meet(k.desc((function () { return arguments; })(), 'callee').get, '%ThrowTypeError%');
    const stack = k.desc(new k.Error(''), 'stack');
    if (stack !== undefined && !k.data(stack)) { meet(stack.get, '%stack%.get'); meet(stack.set, '%stack%.set'); }
    chain(g, '%Global%');
    for (let i = 0; i < queue.length; i++) {
      const proto = k.getProto(queue[i]);
      if (proto !== null) meet(proto, k.mapGet(k.paths, queue[i]) + '.[[Prototype]]');
      spread();
    }
    record(queue);
  };

  const flags = (d) => (k.data(d) && d.writable ? 1 : 0) + (d.enumerable ? 2 : 0) + (d.configurable ? 4 : 0);
  // what each recorded object was like
  const objects = k.list(), protos = k.list(), names = k.list(), open = k.list();
  const owners = k.list(), keys = k.list(), values = k.list(), setters = k.list(), marks = k.list();
  const watch = (o) => {
    const own = k.ownKeys(o);
    k.push(objects, o); k.push(protos, k.getProto(o)); k.push(open, k.extensible(o)); k.push(names, own);
    for (let j = 0; j < own.length; j++) {
      const d = k.desc(o, own[j]);
      if (!d.configurable && !d.writable) continue;
      k.push(owners, o); k.push(keys, own[j]); k.push(marks, flags(d));
      k.push(values, k.data(d) ? d.value : d.get); k.push(setters, k.data(d) ? k.data : d.set);
    }
  };
  const record = (queue) => {
    for (let i = 0; i < queue.length; i++) watch(queue[i]);
    const globals = k.ownKeys(g), globalMarks = k.list();
    let globalProto;
    for (let i = 0; i < globals.length; i++) k.push(globalMarks, flags(k.desc(g, globals[i])));

    const named = (o, key) => (k.mapGet(labels, o) || k.mapGet(k.paths, o)) + (key === undefined ? '' : '.' + k.String(key));
    const added = (o, before) => {
      const there = new k.Set(), own = k.ownKeys(o);
      for (let j = 0; j < before.length; j++) k.setAdd(there, before[j]);
      for (let j = 0; j < own.length; j++) if (!k.setHas(there, own[j])) return own[j];
      return undefined;
    };
    // a global that holds another value is a variable, and none of this
    const changedGlobal = () => {
      for (let i = 0; i < globals.length; i++) {
        const d = k.desc(g, globals[i]);
        if (d === undefined || (k.data(d) && k.is(d.value, k.mapGet(k.baseline, globals[i])) && flags(d) !== globalMarks[i])) return named(g, globals[i]);
      }
      return k.extensible(g) && (globalProto === undefined || k.getProto(g) === globalProto) ? undefined : 'globalThis';
    };
    // a thawed realm has another global object and prototype of it, in no table that was filled before;
    // called before any guest code
    k.begun = () => {
      if (globalProto !== undefined) return;
      globalProto = k.getProto(g);
      k.mapSet(k.paths, g, 'globalThis');
      for (let p = globalProto, n = 0; p !== null; p = k.getProto(p), n++) {
        if (k.mapHas(k.paths, p)) continue;
        k.mapSet(k.paths, p, '%Global%' + n);
        watch(p);
      }
    };
    // the path of a built-in that guest code changed, or undefined
    k.tampered = () => {
      for (let i = 0; i < owners.length; i++) {
        const d = k.desc(owners[i], keys[i]);
        if (d === undefined) return named(owners[i], keys[i]);
        const data = setters[i] === k.data;
        if (k.data(d) !== data || !k.is(data ? d.value : d.get, values[i]) || (!data && d.set !== setters[i]) || flags(d) !== marks[i]) return named(owners[i], keys[i]);
      }
      for (let i = 0; i < objects.length; i++) {
        const o = objects[i];
        if (k.getProto(o) !== protos[i] || k.extensible(o) !== open[i]) return named(o);
        if (k.ownKeys(o).length !== names[i].length) return named(o, added(o, names[i]));
      }
      return changedGlobal();
    };
  };
})
