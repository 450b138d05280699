// What is known of the functions of the cells, by their texts; and whether a function is what its text
// brings back.
(function (k) {
  'use strict';
  const known = new k.Map(); // source text → what the parser says about the function
  const sources = new k.WeakMap(); // function → its text, where toString tells another
  const restored = new k.Set();
  const symbols = { __proto__: null }; // name → well-known symbol
  for (const name of k.ownKeys(k.Symbol)) if (typeof k.Symbol[name] === 'symbol') symbols[name] = k.Symbol[name];

  const bare = (o) => { if (typeof o === 'object' && o !== null && !k.isArray(o)) k.setProto(o, null); return o; };
  // the same text at two places must mean the same
  const merge = (old, info) => {
    if (old.reason === undefined && info.reason !== undefined) old.reason = info.reason;
    if (old.reason === undefined && (old.kind !== info.kind || old.member !== info.member || old.self !== info.self)) old.reason = 'its text stands at places where it means different things';
  };
  const parsed = (list) => {
    for (let i = 0; i < list.length; i++) {
      const info = bare(list[i]), old = k.mapGet(known, info.text);
      if (old === undefined) k.mapSet(known, info.text, info); else merge(old, info);
    }
  };
  k.learn = (json) => { if (json !== '[]') parsed(k.parse(json)); };
  k.trust = (text) => k.setAdd(restored, text);
  const described = new k.Set();
  k.describe = (text) => {
    if (!k.setHas(described, text)) {
      k.setAdd(described, text);
      const answer = bare(k.parse(k.host.describe(text)));
      if (answer.functions !== undefined) parsed(answer.functions);
    }
    return k.mapGet(known, text);
  };

  const trivia = new k.RegExp('^(?:\\s|//[^\\n]*(?:\\n|$)|/\\*[\\s\\S]*?\\*/)*$');
  const isBlank = (c) => c <= 32 || c === 160 || c === 0xfeff || c === 0x2028 || c === 0x2029;
  // in one engine the text of an arrow function may run on over blanks and comments up to the next token
  const cut = (text) => {
    for (let i = text.length - 1, end = k.max(0, i - 4000); i > end; i--) {
      const c = k.charCode(text, i);
      if ((c !== 47 && !isBlank(c)) || isBlank(k.charCode(text, i - 1))) continue;
      const short = k.slice(text, 0, i);
      if (k.mapHas(known, short) && k.exec(trivia, k.slice(text, i)) !== null) return short;
    }
    return text;
  };
  k.sourceOf = (f) => {
    const told = k.weakGet(sources, f);
    if (told !== undefined) return told;
    const text = k.textOf(f), mine = k.mapHas(known, text) || k.setHas(restored, text) ? text : cut(text);
    if (mine !== text) k.weakSet(sources, f, mine);
    return mine;
  };
  k.infoOf = (text) => (k.setHas(restored, text) ? k.describe(text) : k.mapGet(known, text));

  // members of a class by key, its prototype's or its own: {sort, text} or {get, set}
  const table = (info, isStatic) => {
    const members = new k.Map();
    for (let i = 0; i < info.members.length; i++) {
      const m = info.members[i];
      if ((m[0] === 1) !== isStatic || m[2] === null) continue;
      const key = typeof m[2] === 'string' ? m[2] : symbols[m[2][1]], old = k.mapGet(members, key);
      if (typeof key !== 'string') info.symbolic = true;
      if (key === undefined) { info.reason = 'it has a computed member name'; continue; }
      const pair = m[1] === 'get' || m[1] === 'set';
      const member = pair && old !== undefined && old.text === undefined && !old.field ? old : { __proto__: null, field: m[1] === 'field', text: undefined, get: undefined, set: undefined };
      if (pair) member[m[1]] = m[3]; else member.text = m[3];
      k.mapSet(members, key, member);
    }
    return members;
  };
  k.members = (info, isStatic) => {
    const slot = isStatic ? 'statics' : 'instances';
    if (info[slot] === undefined) info[slot] = table(info, isStatic);
    return info[slot];
  };

  const is = (d, value, flags) => d !== undefined && k.data(d) && k.is(d.value, value) && (d.writable ? 1 : 0) + (d.enumerable ? 2 : 0) + (d.configurable ? 4 : 0) === flags;
  const hasPrototype = (kind) => kind === 'class' || kind === 'function' || k.indexOf(kind, 'generator') >= 0;
  const keysOf = { __proto__: null, plain: k.ownKeys(() => 0), function: k.ownKeys(function () {}), class: k.ownKeys(class A {}), generator: k.ownKeys(function* () {}) };
  const sloppyKeys = k.ownKeys(k.eval('(function () {})')); // one engine has more of them there
  const baseKeys = (info) => (keysOf[info.kind] !== undefined ? keysOf[info.kind] : hasPrototype(info.kind) ? keysOf.generator : keysOf.plain);
  k.isBase = (info, key, d) => {
    if (key === 'length' || key === 'prototype') return true;
    if (key === 'name') return k.data(d) && typeof d.value === 'string';
    return (key === 'arguments' || key === 'caller') && k.data(d) && !d.writable && !d.configurable && (d.value === null || d.value === undefined);
  };

  // own texts come back as base, then members, then the rest; symbols alike
  const isIndex = (key) => typeof key === 'string' && '' + (key >>> 0) === key;
  k.ordered = (own, base, members) => {
    let texts = 0, marks = 0, good = true;
    const first = k.list(), symbolsFirst = k.list();
    for (let i = 0; i < base.length; i++) k.push(first, base[i]);
    if (members !== undefined) k.mapEach(members, (m, key) => { if (!isIndex(key)) k.push(typeof key === 'symbol' ? symbolsFirst : first, key); });
    for (let i = 0; i < own.length && good; i++) {
      if (isIndex(own[i])) continue;
      if (typeof own[i] === 'symbol') good = marks >= symbolsFirst.length || own[i] === symbolsFirst[marks++];
      else good = texts >= first.length || own[i] === first[texts++];
    }
    return good && texts >= first.length && marks >= symbolsFirst.length;
  };

  // why f is not what its text brings back, by what it says of itself; its prototype object is not looked at
  k.fault = (f, info, own) => {
    if (info.kind === 'class') k.members(info, false);
    const statics = info.kind === 'class' ? k.members(info, true) : undefined;
    if (info.reason !== undefined) return info.reason;
    if (info.symbolic && !is(k.desc(k.global, 'Symbol'), k.Symbol, 5)) return "'Symbol' is another value than it was";
    if (!is(k.desc(f, 'length'), info.length, 4)) return "its 'length' was changed";
    const name = k.desc(f, 'name');
    if (name === undefined ? info.kind !== 'class' || info.named : k.data(name) && typeof name.value === 'string' && !is(name, name.value, 4)) return "its 'name' was changed";
    const p = k.desc(f, 'prototype');
    if (hasPrototype(info.kind) ? !k.data(p) || p.enumerable || p.configurable || p.writable === (info.kind === 'class') || typeof p.value !== 'object' || p.value === null : p !== undefined) return "its 'prototype' was changed";
    if (!k.ordered(own, baseKeys(info), statics) && !(info.kind === 'function' && k.ordered(own, sloppyKeys))) return 'members of it were deleted or are in another order';
    return k.wasEvaluated(info.text) ? 'it may come from eval or Function' : undefined;
  };

  // whether a member's function is as its class made it
  const untouched = (f, text, name) => {
    if (typeof f !== 'function' || k.isProxy(f) || k.sourceOf(f) !== text || !k.extensible(f)) return false;
    const info = k.infoOf(text), own = k.ownKeys(f);
    if (info === undefined || own.length !== baseKeys(info).length || k.wasEvaluated(text)) return false;
    if (!is(k.desc(f, 'length'), info.length, 4) || !is(k.desc(f, 'name'), name, 4)) return false;
    return !hasPrototype(info.kind) || (own.length === 3 && pristine(k.desc(f, 'prototype')));
  };
  const pristine = (d) => is(d, d.value, 1) && typeof d.value === 'object' && d.value !== null && k.ownKeys(d.value).length === 0 && k.extensible(d.value) && k.mapHas(k.paths, k.getProto(d.value));
  // whether the property d of a class is the member that its text defines
  k.isMember = (m, key, d) => {
    if (m === undefined || m.field || d.enumerable || !d.configurable) return false;
    const name = typeof key === 'symbol' ? '[' + k.symbolText(key) + ']' : key;
    if (m.text !== undefined) return k.data(d) && d.writable && untouched(d.value, m.text, name);
    if (k.data(d)) return false;
    return (m.get === undefined ? d.get === undefined : untouched(d.get, m.get, 'get ' + name)) && (m.set === undefined ? d.set === undefined : untouched(d.set, m.set, 'set ' + name));
  };
})
