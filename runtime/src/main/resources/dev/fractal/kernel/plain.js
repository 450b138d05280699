// Plain trees: their values are told whole by JSON.
(function (k) {
  'use strict';
  const DEPTH = 400;
  k.scalar = (v) => v === null || typeof v === 'string' || typeof v === 'boolean' || (typeof v === 'number' && v - v === 0 && (v !== 0 || 1 / v > 0));
  const scalar = k.scalar;

  // whether descriptors say themselves what they are, and whether JSON.stringify finds no code to call
  let honest = true, silent = true, untagged = true;
  k.beginPlain = () => {
    const has = (key) => k.desc(k.ObjectPrototype, key) !== undefined;
    honest = !has('writable') && !has('value');
    untagged = !has(k.toStringTag);
    silent = !has('toJSON') && k.desc(k.ArrayPrototype, 'toJSON') === undefined && k.getProto(k.ArrayPrototype) === k.ObjectPrototype && k.getProto(k.ObjectPrototype) === null;
  };
  k.untagged = () => untagged;

  // the objects of the tree in the order of their numbers, or undefined; number() and forget() keep the books
  k.plain = (root, number, forget) => {
    const queue = k.list();
    const meet = (o) => {
      if (k.mapHas(k.paths, o) || k.isProxy(o) || !number(o, queue.length)) return false;
      k.push(queue, o);
      return true;
    };
    const good = (d) => d !== undefined && d.writable && d.enumerable && d.configurable && (honest || k.hasOwn(d, 'value')) &&
      (scalar(d.value) || (typeof d.value === 'object' && meet(d.value)));
    const check = (o) => {
      if (!k.extensible(o)) return false;
      const proto = k.getProto(o), keys = k.ownKeys(o);
      if (proto === k.ArrayPrototype && k.isArray(o)) {
        const length = k.desc(o, 'length');
        if (keys.length !== length.value + 1 || !length.writable) return false;
        for (let i = 0, n = length.value; i < n; i++) if (!good(k.desc(o, i))) return false;
        return true;
      }
      if (proto !== k.ObjectPrototype) return false;
      for (let i = 0; i < keys.length; i++) if (typeof keys[i] !== 'string' || !good(k.desc(o, keys[i]))) return false;
      return !untagged || k.tag(o) === '[object Object]';
    };
    let fine = meet(root);
    for (let i = 0, level = 0, end = 1; fine && i < queue.length; i++) {
      if (i === end) { level++; end = queue.length; }
      fine = level < DEPTH && check(queue[i]);
    }
    if (!fine) forget(queue);
    return fine;
  };

  // what JSON.stringify gives for a plain tree, even where it would ask a toJSON
  const text = (v) => {
    if (typeof v === 'string') return k.stringify(v);
    if (typeof v !== 'object' || v === null) return '' + v;
    let out = '';
    if (k.isArray(v)) {
      for (let i = 0, n = k.desc(v, 'length').value; i < n; i++) out += (i === 0 ? '' : ',') + text(k.desc(v, i).value);
      return '[' + out + ']';
    }
    const keys = k.ownKeys(v);
    for (let i = 0; i < keys.length; i++) out += (i === 0 ? '' : ',') + k.stringify(keys[i]) + ':' + text(k.desc(v, keys[i]).value);
    return '{' + out + '}';
  };
  k.plainText = (v) => (silent || typeof v === 'string' ? k.stringify(v) : text(v));
})
