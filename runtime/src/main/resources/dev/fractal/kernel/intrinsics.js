// The first prelude: captures every built-in that the others use before guest code can change one.
(function (print, final, input, emit, describe) {
  'use strict';
  const k = { __proto__: null };
  const { bind, call } = Function.prototype;
  const uncurry = bind.bind(call);
  const guard = (f) => function (a, b, c) {
    try { return f(a, b, c); } catch (e) { throw new RangeError('Maximum call stack size exceeded'); }
  };
  k.host = { __proto__: null, print: guard(print), final: guard(final), input: guard(input), emit: guard(emit), describe: guard(describe) };

  k.global = globalThis;
  k.eval = eval;
  k.Array = Array; k.Object = Object; k.Error = Error; k.Promise = Promise; k.Map = Map; k.Set = Set; k.Date = Date;
  k.RegExp = RegExp; k.Symbol = Symbol; k.BigInt = BigInt; k.String = String; k.Number = Number; k.Boolean = Boolean;
  k.WeakMap = WeakMap; k.WeakSet = WeakSet; k.TypeError = TypeError; k.RangeError = RangeError; k.DataView = DataView;
  k.ArrayBuffer = ArrayBuffer; k.Function = Function; k.Proxy = Proxy;
  k.parse = JSON.parse; k.stringify = JSON.stringify;
  k.isArray = Array.isArray; k.isSafe = Number.isSafeInteger; k.isFinite = Number.isFinite; k.isInteger = Number.isInteger;
  k.is = Object.is;
  k.floor = Math.floor; k.min = Math.min; k.max = Math.max;
  k.getProto = Object.getPrototypeOf; k.setProto = Object.setPrototypeOf; k.desc = Object.getOwnPropertyDescriptor;
  k.define = Object.defineProperty; k.freeze = Object.freeze; k.extensible = Object.isExtensible;
  k.preventExtensions = Object.preventExtensions; k.create = Object.create;
  k.ownKeys = Reflect.ownKeys; k.construct = Reflect.construct; k.apply = Reflect.apply; k.symbolFor = Symbol.for; k.symbolKey = Symbol.keyFor;
  k.hasOwn = Object.hasOwn;
  k.fnText = uncurry(Function.prototype.toString);
  k.mapGet = uncurry(Map.prototype.get); k.mapSet = uncurry(Map.prototype.set); k.mapHas = uncurry(Map.prototype.has);
  k.mapDelete = uncurry(Map.prototype.delete); k.mapClear = uncurry(Map.prototype.clear); k.mapEach = uncurry(Map.prototype.forEach);
  k.setAdd = uncurry(Set.prototype.add); k.setHas = uncurry(Set.prototype.has); k.setDelete = uncurry(Set.prototype.delete);
  k.setEach = uncurry(Set.prototype.forEach);
  k.weakGet = uncurry(WeakMap.prototype.get); k.weakSet = uncurry(WeakMap.prototype.set);
  k.weakAdd = uncurry(WeakSet.prototype.add); k.weakHas = uncurry(WeakSet.prototype.has);
  k.slice = uncurry(String.prototype.slice); k.indexOf = uncurry(String.prototype.indexOf); k.endsWith = uncurry(String.prototype.endsWith); k.split = uncurry(String.prototype.split);
  k.startsWith = uncurry(String.prototype.startsWith); k.isWellFormed = uncurry(String.prototype.isWellFormed); k.charCode = uncurry(String.prototype.charCodeAt);
  k.exec = uncurry(RegExp.prototype.exec);
  k.sort = uncurry(Array.prototype.sort); k.join = uncurry(Array.prototype.join);
  k.numberText = uncurry(Number.prototype.toLocaleString);
  k.dateTime = uncurry(Date.prototype.getTime); k.dateIso = uncurry(Date.prototype.toISOString);
  k.symbolText = uncurry(k.desc(Symbol.prototype, 'description').get);
  const getter = (proto, name) => uncurry(k.desc(proto, name).get);
  k.mapSize = getter(Map.prototype, 'size'); k.setSize = getter(Set.prototype, 'size');
  k.regSource = getter(RegExp.prototype, 'source');
  k.regFlag = { __proto__: null };
  for (const [letter, name] of Object.entries({ d: 'hasIndices', g: 'global', i: 'ignoreCase', m: 'multiline', s: 'dotAll', u: 'unicode', v: 'unicodeSets', y: 'sticky' })) {
    if (k.desc(RegExp.prototype, name)) k.regFlag[letter] = getter(RegExp.prototype, name);
  }
  const Typed = k.getProto(Int8Array);
  k.typedName = getter(Typed.prototype, Symbol.toStringTag); k.typedBuffer = getter(Typed.prototype, 'buffer');
  k.typedOffset = getter(Typed.prototype, 'byteOffset'); k.typedLength = getter(Typed.prototype, 'length');
  k.bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
  const bufferIs = (name) => (k.desc(ArrayBuffer.prototype, name) === undefined ? () => false : getter(ArrayBuffer.prototype, name));
  k.isResizable = bufferIs('resizable'); k.isDetached = bufferIs('detached'); k.isImmutable = bufferIs('immutable');
  k.tag = uncurry(Object.prototype.toString); k.toStringTag = Symbol.toStringTag;
  k.isRawJson = JSON.isRawJSON || (() => false);
  k.isError = Error.isError;
  const steps = k.getProto(k.getProto([][Symbol.iterator]()));
  k.iteratorMap = steps.map && uncurry(steps.map);
  k.iteratorFrom = globalThis.Iterator && Iterator.from;
  k.viewBuffer = getter(DataView.prototype, 'buffer'); k.viewOffset = getter(DataView.prototype, 'byteOffset'); k.viewLength = getter(DataView.prototype, 'byteLength');
  k.valueOf = { __proto__: null, String: uncurry(String.prototype.valueOf), Number: uncurry(Number.prototype.valueOf), Boolean: uncurry(Boolean.prototype.valueOf), BigInt: uncurry(BigInt.prototype.valueOf), Symbol: uncurry(Symbol.prototype.valueOf) };
  k.Uint8Array = Uint8Array;
  k.typed = { __proto__: null };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const c = globalThis[name];
    if (typeof c === 'function' && k.getProto(c) === Typed) k.typed[name] = c;
  }
  // the stack of an error is a data property in one engine and a built-in accessor in another
  const stack = k.desc(new Error('stack'), 'stack');
  if (stack !== undefined) k.setProto(stack, null); // what it lacks is not to be found on the cells' prototypes
  k.isStack = (d) => d !== undefined && stack !== undefined && stack.get !== undefined && k.hasOwn(d, 'get') && d.get === stack.get && d.set === stack.set;
  // one engine writes the stack when it is first read, and asks the error for its name and message then
  const asks = (e, key) => {
    for (let o = e; o !== null; o = k.getProto(o)) {
      if (k.isProxy(o)) return true;
      const d = k.desc(o, key);
      if (d !== undefined) return !k.data(d) || typeof d.value === 'object' || typeof d.value === 'function' || typeof d.value === 'symbol';
    }
    return false;
  };
  k.stackAsks = (e) => stack !== undefined && stack.get === undefined && (asks(e, 'name') || asks(e, 'message'));
  k.stackOf = (e) => { const d = k.desc(e, 'stack'); return k.isStack(d) ? k.apply(stack.get, e, k.list()) : k.data(d) ? d.value : undefined; };
  // false where the stack is a data property
  k.giveStack = (e, text) => {
    if (stack === undefined || stack.get === undefined) return false;
    k.define(e, 'stack', { __proto__: null, get: stack.get, set: stack.set, enumerable: false, configurable: true });
    const list = k.list();
    k.push(list, text);
    k.apply(stack.set, e, list);
    return true;
  };
  k.ObjectPrototype = Object.prototype; k.ArrayPrototype = Array.prototype; k.FunctionPrototype = Function.prototype;
  k.asyncIterator = Symbol.asyncIterator;
  // arrays of the preludes have no prototype, so that a setter on Array.prototype sees nothing
  k.list = () => k.setProto([], null);
  k.push = (list, value) => { list[list.length] = value; };
  k.data = (d) => d !== undefined && k.hasOwn(d, 'value');
  // an own or inherited data property, without firing a getter
  k.peek = (object, key) => {
    for (let o = object, n = 0; o !== null && n < 100; o = k.getProto(o), n++) {
      if (k.isProxy(o)) return undefined;
      const d = k.desc(o, key);
      if (d !== undefined) return k.data(d) ? d.value : undefined;
    }
    return undefined;
  };

  // what an object says it is, by the first of these prototypes on its chain
  const kinds = k.kinds = new Map([[Map.prototype, 'Map'], [Set.prototype, 'Set'], [Date.prototype, 'Date'], [RegExp.prototype, 'RegExp'],
    [Array.prototype, 'Array'], [Error.prototype, 'Error'], [Promise.prototype, 'Promise'], [WeakMap.prototype, 'WeakMap'], [WeakSet.prototype, 'WeakSet'],
    [Typed.prototype, 'Typed'], [ArrayBuffer.prototype, 'ArrayBuffer'], [DataView.prototype, 'DataView'], [Function.prototype, 'Function'],
    [String.prototype, 'String'], [Number.prototype, 'Number'], [Boolean.prototype, 'Boolean'], [BigInt.prototype, 'BigInt'], [Symbol.prototype, 'Symbol'],
    [k.getProto(k.getProto([][Symbol.iterator]())), 'Iterator'], [k.getProto(k.getProto(k.getProto(async function* () {}.prototype))), 'Iterator']]);
  for (const name in k.typed) kinds.set(k.typed[name].prototype, 'Typed');
  for (const name of ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError', 'SuppressedError']) {
    if (globalThis[name] !== undefined) kinds.set(globalThis[name].prototype, 'Error');
  }
  const brand = { __proto__: null, Map: k.mapSize, Set: k.setSize, Date: k.dateTime, RegExp: k.regSource, ArrayBuffer: k.bufferLength, DataView: k.viewBuffer,
    String: k.valueOf.String, Number: k.valueOf.Number, Boolean: k.valueOf.Boolean, BigInt: k.valueOf.BigInt, Symbol: k.valueOf.Symbol };
  // true if the object really is what its chain says; an answer for kinds that have a test only
  k.isReally = (object, kind) => {
    if (kind === 'Typed') return k.typedName(object) !== undefined;
    if (brand[kind] === undefined) return kind !== 'Array' && kind !== 'Function';
    try { brand[kind](object); return true; } catch (e) { return false; }
  };
  k.kindOf = (object) => {
    if (typeof object === 'function') return 'Function';
    if (k.isArray(object)) return 'Array';
    for (let o = k.getProto(object), n = 0; o !== null && n < 1000; o = k.getProto(o), n++) {
      if (o === k.ObjectPrototype) return 'Object';
      if (k.isProxy(o)) return 'Proxy';
      const kind = k.mapGet(kinds, o);
      if (kind === undefined) continue;
      return k.isReally(object, kind) ? kind : 'Object';
    }
    return 'Object';
  };
  return k;
})
