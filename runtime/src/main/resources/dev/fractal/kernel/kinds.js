// What an object really is, for the walk: a kind of the closed list, or why it is none.
(function (k) {
  'use strict';
  let chains = new k.Map(); // prototype → what the chain from it says; for one walk
  k.beginKinds = () => { chains = new k.Map(); };

  // {kind: by the first prototype that tells one, listed: whether the first built-in is that, tagged, privates}
  const chainOf = (proto) => {
    const known = k.mapGet(chains, proto);
    if (known !== undefined) return known;
    const chain = { __proto__: null, kind: 'Object', listed: true, tagged: false, privates: false };
    let built = false;
    for (let o = proto, n = 0; o !== null; o = k.getProto(o), n++) {
      if (k.isProxy(o) || n > 1000) { chain.listed = false; break; }
      if (!chain.tagged && (o !== k.ObjectPrototype || !k.untagged()) && k.desc(o, k.toStringTag) !== undefined) chain.tagged = true;
      if (o === k.ObjectPrototype) break;
      const kind = k.mapGet(k.kinds, o);
      if (kind !== undefined) { chain.kind = kind; if (kind === 'Error') { for (let p = o; p !== null; p = k.getProto(p)) if (k.desc(p, k.toStringTag) !== undefined) chain.tagged = true; } break; }
      if (k.mapHas(k.paths, o)) { built = true; continue; }
      const maker = k.desc(o, 'constructor');
      if (k.data(maker) && typeof maker.value === 'function' && !k.isProxy(maker.value)) {
        const info = k.infoOf(k.sourceOf(maker.value));
        if (info !== undefined && info.privates === true) chain.privates = true;
      }
    }
    if (built) chain.listed = false;
    k.mapSet(chains, proto, chain);
    return chain;
  };
  const NONE = { __proto__: null, kind: 'Object', listed: true, tagged: false, privates: false };
  const of = (o) => { const p = k.getProto(o); return p === null ? NONE : chainOf(p); };

  const isError = (o, chain) => (k.isError !== undefined ? k.isError(o) : !chain.tagged && k.desc(o, k.toStringTag) === undefined && k.tag(o) === '[object Error]');
  k.hasPrivates = (o) => of(o).privates;
  // [kind as its form says it, what is wrong with it or undefined]
  k.classify = (o) => {
    if (k.isArray(o)) return 'Array';
    const chain = of(o), kind = chain.kind;
    if (kind === 'Object' || kind === 'Array' || kind === 'Function') return 'Object';
    return k.isReally(o, kind) ? kind : 'Object';
  };
  // whether an object that only serves as a prototype has contents of its own
  k.isExotic = (o) => { const kind = k.classify(o); return kind === 'Error' ? isError(o, of(o)) : kind !== 'Object' && kind !== 'Promise' && kind !== 'WeakMap' && kind !== 'WeakSet' && kind !== 'Iterator'; };
  k.kindFault = (o, kind) => {
    const chain = of(o);
    switch (kind) {
      case 'Array': case 'Promise': case 'WeakMap': case 'WeakSet': case 'Iterator': return undefined; // the last four are lost anyway
      case 'Object':
        if (!chain.listed || (chain.kind !== 'Object' && chain.kind !== 'Array')) return 'an object with the prototype of a built-in that it is not';
        if (k.desc(o, k.toStringTag) !== undefined) return 'an object with a Symbol.toStringTag of its own';
        if (!chain.tagged && k.tag(o) !== '[object Object]') return 'an arguments object or another one that is not plain';
        return k.getProto(o) === null && k.isRawJson(o) ? 'a text of JSON.rawJSON' : undefined;
      case 'Error': return isError(o, chain) ? undefined : 'an object that is no error although its prototypes say so';
      case 'ArrayBuffer':
        return k.isDetached(o) ? 'a detached ArrayBuffer' : k.isResizable(o) ? 'a resizable ArrayBuffer' : k.isImmutable(o) ? 'an immutable ArrayBuffer' : undefined;
      case 'Typed': case 'DataView': {
        const buffer = kind === 'Typed' ? k.typedBuffer(o) : k.viewBuffer(o);
        return k.isDetached(buffer) || k.isResizable(buffer) || k.isImmutable(buffer) ? 'a view over an ArrayBuffer that is not plain' : undefined;
      }
      default: return chain.listed ? undefined : 'an object with the prototype of a built-in that it is not';
    }
  };
})
