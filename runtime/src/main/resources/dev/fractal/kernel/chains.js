// What an object is can be read from its prototypes only as long as nobody takes them away. This watches
// the four ways to do that; afterwards every save of the realm is inexact, with the reason.
(function (k) {
  'use strict';
  const realSet = k.setProto, object = k.desc(k.ObjectPrototype, '__proto__');
  k.tainted = undefined; // why no look at an object of this realm can be trusted any more
  k.taint = (why) => { if (k.tainted === undefined) k.tainted = why; };

  const ordinary = (o) => o === k.ObjectPrototype || o === k.FunctionPrototype || o === k.ArrayPrototype;
  // the nearest built-in on a chain that says more than object, function or array
  const nearest = (proto) => {
    for (let o = proto, n = 0; o !== null && n < 10000; o = k.getProto(o), n++) {
      if (k.isProxy(o)) return 'a proxy';
      if (k.mapHas(k.paths, o) && !ordinary(o)) return k.mapGet(k.kinds, o) || o;
    }
    return undefined;
  };
  const before = (o) => (k.isProxy(o) ? 'a proxy' : nearest(k.getProto(o)));
  // an ordinary object that gains a built-in prototype is found out by its walk, any other change is not
  const changed = (o, old) => {
    const now = before(o), isClass = typeof o === 'function' && !k.isProxy(o) && k.desc(o, 'prototype') !== undefined && !k.desc(o, 'prototype').writable;
    if (old === 'a proxy' || now === 'a proxy' || (old !== now && (isClass || (typeof o !== 'function' && old !== undefined)))) {
      k.taint('the prototype chain of ' + (isClass ? 'a class' : typeof old === 'string' ? (k.startsWith(old, 'a ') ? old : 'an object of kind ' + old) : 'a built-in object') + ' was changed');
    }
  };
  // whether an object that looks plain is something else: an arguments object, most likely
  k.isOdd = (o) => typeof o === 'object' && !k.isProxy(o) && !k.isArray(o) && k.getProto(o) === k.ObjectPrototype &&
    k.desc(o, k.toStringTag) === undefined && k.desc(k.ObjectPrototype, k.toStringTag) === undefined && k.tag(o) !== '[object Object]';
  const isObject = (o) => (typeof o === 'object' && o !== null) || typeof o === 'function';
  const watched = (o, change) => {
    if (!isObject(o)) return change();
    if (k.isOdd(o)) k.taint('the prototype chain of an arguments object was changed');
    const old = before(o);
    const result = change();
    changed(o, old);
    return result;
  };

  const method = (at, name, value) => k.define(at, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  method(k.Object, 'setPrototypeOf', ({ setPrototypeOf(o, proto) { return watched(o, () => realSet(o, proto)); } }).setPrototypeOf);
  const reflectSet = Reflect.setPrototypeOf;
  method(Reflect, 'setPrototypeOf', ({ setPrototypeOf(o, proto) { return watched(o, () => reflectSet(o, proto)); } }).setPrototypeOf);
  const setter = k.desc({ set ['__proto__'](proto) { watched(this, () => k.apply(object.set, this, [proto])); } }, '__proto__').set;
  k.define(k.ObjectPrototype, '__proto__', { __proto__: null, get: object.get, set: setter, enumerable: false, configurable: true });

  const promised = (target) => {
    if (k.isProxy(target)) return 'a proxy';
    const p = k.desc(target, 'prototype');
    return k.data(p) && isObject(p.value) ? (k.isProxy(p.value) ? 'a proxy' : k.mapHas(k.paths, p.value) && !ordinary(p.value) ? k.mapGet(k.kinds, p.value) || p.value : nearest(k.getProto(p.value))) : 'a bound function';
  };
  const construct = k.construct;
  method(Reflect, 'construct', ({ construct(target, list) {
    if (arguments.length < 3 || arguments[2] === target) return construct(target, list);
    const maker = arguments[2], made = construct(target, list, maker), wanted = promised(target);
    if (typeof wanted === 'string' && k.startsWith(wanted, 'a ') || k.isProxy(maker) || before(made) !== wanted) k.taint('Reflect.construct was given another constructor');
    return made;
  } }).construct);
})
