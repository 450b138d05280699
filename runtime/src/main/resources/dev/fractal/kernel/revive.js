// Makes functions and classes again from their texts. What kind of text it is the parser says; nothing
// that the cells wrote runs, but for the bodies of functions when they are called.
(function (k) {
  'use strict';
  const fail = (why) => { throw new k.Error(why); };
  const around = (text, part, instead) => k.slice(text, 0, part[0]) + instead + k.slice(text, part[1]);

  // runs with a global of this name that is put back afterwards
  const withGlobal = (name, value, run) => {
    const before = k.desc(k.global, name);
    if (before !== undefined && !before.configurable) return fail("'" + name + "' is a name of the runtime");
    if (value !== undefined) k.define(k.global, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    try { return run(); } finally {
      if (before === undefined) delete k.global[name]; else k.define(k.global, name, k.setProto(before, null));
    }
  };
  // a function that calls itself calls what its global name stands for
  const declared = (text) => {
    const name = k.desc(k.eval('(' + text + '\n)'), 'name').value;
    return withGlobal(name, undefined, () => { k.eval(text); return k.desc(k.global, name).value; });
  };
  const member = (text, key) => {
    const holder = k.eval('({' + (key === undefined ? text : around(text, key, '"x"')) + '\n})');
    const d = k.desc(holder, k.ownKeys(holder)[0]);
    const f = k.data(d) ? d.value : d.get || d.set;
    if (key !== undefined) k.remember(f, text);
    return f;
  };
  // without the initial values of its statics; it extends a stand-in until its prototypes are set
  const classOf = (text, info) => {
    let source = text;
    for (let i = info.strip.length - 1; i >= 0; i--) source = around(source, info.strip[i], info.strip[i][2]);
    const make = () => k.eval('(' + source + '\n)');
    const c = info.heritage === undefined ? make() : withGlobal(info.heritage, function () {}, make);
    if (source !== text) k.remember(c, text);
    return c;
  };

  k.functionOf = (text) => {
    k.trust(text);
    const info = k.describe(text);
    if (info === undefined) return fail('a function cannot be parsed again');
    if (info.kind === 'class') return classOf(text, info);
    if (info.member === true) return member(text, info.key);
    return info.self === true ? declared(text) : k.eval('(' + text + '\n)');
  };
})
