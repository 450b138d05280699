// Tells the host of all variables. Whatever is not a built-in global is one.
(function (k) {
  'use strict';
  const LONG = 512, KEPT = 1 << 14; // texts from LONG on are not encoded again while they stay; forms up to KEPT are compared here
  const told = new k.Map(); // what the host knows of a variable: its long text, its form unless that is big, the form's length
  k.known = (name, value, form) => k.mapSet(told, name, { __proto__: null, text: typeof value === 'string' && value.length >= LONG ? value : undefined,
    form: form.length <= KEPT ? form : undefined, size: form.length });

  const variables = () => {
    const keys = k.ownKeys(k.global), names = k.list();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (k.mapHas(k.baseline, key)) {
        if (k.setHas(k.reserved, key)) continue;
        const d = k.desc(k.global, key);
        if (k.data(d) && k.is(d.value, key === 'globalThis' ? k.global : k.mapGet(k.baseline, key))) continue;
      }
      if (typeof key === 'symbol') { k.host.emit('inexact', k.String(key), 'the global object has a symbol key'); continue; }
      if (!k.isWellFormed(key)) { k.host.emit('inexact', k.stringify(key), 'its name holds half of a character'); continue; }
      k.push(names, key);
    }
    return k.sort(names);
  };

  let name;
  const inexact = (why) => k.host.emit('inexact', name, why);
  // the length of the form; nothing is told of a variable that stays as it was, unless all are wanted
  const tell = (all) => {
    const d = k.desc(k.global, name), old = k.mapGet(told, name);
    let form = '!accessor', value;
    if (!k.data(d)) inexact('it is an accessor');
    else {
      value = d.value;
      if (!d.writable || !d.configurable || d.enumerable === k.mapHas(k.baseline, name)) inexact('it is read-only or hidden');
      if (!all && old !== undefined && old.text !== undefined && k.is(old.text, value)) return old.size;
      form = k.form(name, value, inexact);
    }
    if (!all && old !== undefined && old.form === form) return old.size;
    k.host.emit('changed', name, form);
    k.known(name, value, form);
    return form.length;
  };

  // tells what changed, or every variable, and the size of all; for a save also what no walk of variables can see
  k.dump = (all, builtIns) => {
    k.begun();
    const names = variables();
    let size = 0;
    k.beginWalk();
    for (let i = 0; i < names.length; i++) { name = names[i]; size += tell(all); }
    k.endWalk();
    k.host.emit('size', '', '' + size);
    if (k.mapSize(told) !== names.length) forget(names);
    if (!builtIns) return;
    const path = k.tampered();
    if (path !== undefined) k.host.emit('inexact', path, 'a built-in was changed');
    if (k.tainted !== undefined) k.host.emit('inexact', '*', k.tainted);
  };
  // lets go of restored data; false if the realm is not as it was before it
  k.clear = () => {
    const names = k.list();
    let whole = true;
    k.mapEach(told, (known, other) => { k.push(names, other); });
    for (let i = 0; i < names.length; i++) {
      if (k.mapHas(k.baseline, names[i])) whole = false;
      delete k.global[names[i]];
      k.mapDelete(told, names[i]);
    }
    return whole ? 'whole' : '';
  };
  const forget = (names) => {
    const there = new k.Set(), gone = k.list();
    for (let i = 0; i < names.length; i++) k.setAdd(there, names[i]);
    k.mapEach(told, (known, other) => { if (!k.setHas(there, other)) k.push(gone, other); });
    for (let i = 0; i < gone.length; i++) { k.mapDelete(told, gone[i]); k.host.emit('removed', gone[i], ''); }
  };
})
