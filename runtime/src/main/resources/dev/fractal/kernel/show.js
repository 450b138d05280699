// What a model sees of values: bounded text that fires no getter, toJSON or proxy.
(function (k) {
  'use strict';
  const WHOLE = 2000, PREVIEW = 160, PAGE = 20;
  const count = (n, noun) => k.numberText(n) + ' ' + noun + (n === 1 ? '' : noun === 'entry' ? '' : 's');
  const entries = (n) => k.numberText(n) + (n === 1 ? ' entry' : ' entries');
  const plainKey = new k.RegExp('^[A-Za-z_$][\\w$]*$');
  const keyText = (key) => (typeof key === 'symbol' ? '[' + k.String(key) + ']' : k.exec(plainKey, key) ? key : k.stringify(key));

  const className = (v) => {
    const proto = k.getProto(v);
    if (proto === null) return '[no prototype] ';
    if (proto === k.ObjectPrototype || proto === k.ArrayPrototype || k.isProxy(proto)) return '';
    const c = k.peek(proto, 'constructor');
    const name = typeof c === 'function' && !k.isProxy(c) ? k.peek(c, 'name') : undefined;
    return typeof name === 'string' && name !== '' ? name + ' ' : '';
  };
  const primitive = (v, quoted) => {
    if (typeof v === 'string') return quoted ? k.stringify(v) : v;
    if (typeof v === 'bigint') return v + 'n';
    if (k.is(v, -0)) return '-0';
    return k.String(v);
  };

  // renders until the room is used up; the caller cuts
  const write = (value, room) => {
    const around = new k.Set();
    let left = room;
    const put = (s) => { left -= s.length; return s; };
    const many = (open, close, size, each) => {
      let out = put(open);
      for (let i = 0; i < size; i++) {
        if (left <= 0) { out += '…'; break; }
        out += (i === 0 ? '' : put(', ')) + each(i);
      }
      return out + put(close);
    };
    const slot = (d, depth) => (d === undefined ? put('<empty>') : k.data(d) ? go(d.value, depth, true) : put(d.get === undefined ? '[setter]' : '[getter]'));
    const body = (v, depth) => {
      const kind = k.kindOf(v);
      switch (kind) {
        case 'Array': return put(className(v)) + many('[', ']', k.desc(v, 'length').value, (i) => slot(k.desc(v, i), depth));
        case 'Map': {
          const list = k.list();
          k.mapEach(v, (x, key) => { k.push(list, [key, x]); });
          return put('Map(' + list.length + ') ') + many('{', '}', list.length, (i) => go(list[i][0], depth, true) + put(' => ') + go(list[i][1], depth, true));
        }
        case 'Set': {
          const list = k.list();
          k.setEach(v, (x) => { k.push(list, x); });
          return put('Set(' + list.length + ') ') + many('{', '}', list.length, (i) => go(list[i], depth, true));
        }
        case 'Date': { const t = k.dateTime(v); return put(t !== t ? 'Invalid Date' : k.dateIso(v)); }
        case 'RegExp': return put(k.regexpText(v));
        case 'Error': return put(k.errorText(v));
        case 'Promise': return put('«promise; write await to get its value»');
        case 'Typed': return put(k.typedName(v) + '(' + k.typedLength(v) + ') ') + many('[', ']', k.typedLength(v), (i) => put('' + v[i]));
        case 'ArrayBuffer': return put('ArrayBuffer(' + k.bufferLength(v) + ')');
        case 'Function': return put(functionText(v));
        case 'WeakMap': case 'WeakSet': case 'DataView': case 'Iterator': case 'Proxy': return put('«' + kind + '»');
        case 'String': case 'Number': case 'Boolean': case 'BigInt': case 'Symbol': return put('[' + kind + ': ' + primitive(k.valueOf[kind](v), true) + ']');
        default: {
          const keys = k.ownKeys(v), shown = k.list();
          for (let i = 0; i < keys.length; i++) if (k.desc(v, keys[i]).enumerable) k.push(shown, keys[i]);
          return put(className(v)) + many(shown.length === 0 ? '{' : '{ ', shown.length === 0 ? '}' : ' }', shown.length, (i) => put(keyText(shown[i]) + ': ') + slot(k.desc(v, shown[i]), depth));
        }
      }
    };
    const go = (v, depth, quoted) => {
      if (typeof v === 'string' && v.length > left + 20) { const s = k.slice(v, 0, k.max(left, 20)); return put(quoted ? k.stringify(s) : s) + '…'; }
      if ((typeof v !== 'object' && typeof v !== 'function') || v === null) return put(primitive(v, quoted));
      if (k.isProxy(v)) return put('«proxy»');
      const name = k.inputName(v);
      if (name !== undefined) return put('«input ' + name + ', ' + k.numberText(k.inputLength(name)) + ' characters»');
      if (k.setHas(around, v)) return put('«itself»');
      if (depth > 6) return put(stubOf(v));
      k.setAdd(around, v);
      const out = body(v, depth + 1);
      k.setDelete(around, v);
      return out;
    };
    const text = go(value, 0, true);
    return { __proto__: null, text, whole: left >= 0 };
  };
  const functionText = (f) => {
    const name = k.peek(f, 'name');
    const label = typeof name === 'string' && name !== '' ? name : 'anonymous';
    const p = k.desc(f, 'prototype'); // only classes and built-ins have one that stays
    return (p !== undefined && p.writable === false && k.startsWith(k.fnText(f), 'class') ? '[class ' : '[function ') + label + ']';
  };
  // kind and size, e.g. array, 600 items
  const sizeOf = (v) => {
    if (typeof v === 'string') return 'string, ' + count(v.length, 'character');
    switch (k.kindOf(v)) {
      case 'Array': return 'array, ' + count(k.desc(v, 'length').value, 'item');
      case 'Map': return 'Map, ' + entries(k.mapSize(v));
      case 'Set': return 'Set, ' + count(k.setSize(v), 'item');
      case 'Typed': return k.typedName(v) + ', ' + count(k.typedLength(v), 'item');
      default: return kindLabel(v) + ', ' + count(k.ownKeys(v).length, 'key');
    }
  };
  const kindLabel = (v) => { const c = className(v); return c === '' ? 'object' : k.slice(c, 0, c.length - 1); };
  const stubOf = (v) => '«' + sizeOf(v) + '»';

  // whole when small, else kind, size and a short preview
  k.show = (v) => {
    if (v === undefined) return '';
    const r = write(v, WHOLE);
    if (r.whole && r.text.length <= WHOLE) return r.text;
    if (typeof v === 'bigint') return '«bigint, ' + count(r.text.length, 'digit') + '» ' + k.slice(r.text, 0, PREVIEW) + '…';
    if (typeof v === 'function' || typeof v === 'symbol') return k.slice(r.text, 0, WHOLE);
    return stubOf(v) + ' ' + k.slice(write(v, PREVIEW).text, 0, PREVIEW) + '…';
  };
  k.errorText = (e) => {
    const name = k.text(k.peek(e, 'name')) || 'Error', message = k.text(k.peek(e, 'message'));
    return message === '' ? name : name + ': ' + message;
  };

  const line = (args) => {
    let out = '';
    for (let i = 0; i < args.length; i++) out += (i === 0 ? '' : ' ') + (typeof args[i] === 'string' ? args[i] : k.show(args[i]) || 'undefined');
    return out + '\n';
  };
  const print = (prefix) => ({ log(...args) { k.host.print(prefix + line(args)); } }).log;
  k.console = k.freeze({ log: print(''), info: print(''), debug: print(''), warn: print('warn: '), error: print('error: ') });

  const step = new k.RegExp('([^.\\[\\]]+)', 'g');
  const reach = (x, path) => {
    let v = x;
    step.lastIndex = 0;
    for (let m = k.exec(step, path); m !== null; m = k.exec(step, path)) {
      const key = m[0];
      if ((typeof v !== 'object' && typeof v !== 'function') || v === null || k.isProxy(v)) return undefined;
      const kind = k.kindOf(v);
      if (kind === 'Map') v = k.mapHas(v, key) ? k.mapGet(v, key) : k.mapGet(v, +key); else v = k.peek(v, key);
    }
    return v;
  };
  const rows = (v) => {
    const out = k.list();
    if (typeof v === 'string') {
      const lines = k.split(v, '\n');
      for (let i = 0; i < lines.length; i++) k.push(out, { __proto__: null, head: '', text: lines[i] });
      return out;
    }
    const row = (head, d) => k.push(out, { __proto__: null, head, d });
    switch (k.kindOf(v)) {
      case 'Map': k.mapEach(v, (x, key) => row(write(key, 80).text + ' => ', { __proto__: null, value: x })); break;
      case 'Set': k.setEach(v, (x) => row('', { __proto__: null, value: x })); break;
      case 'Array': for (let i = 0, n = k.min(k.desc(v, 'length').value, 1000000); i < n; i++) row(i + ': ', k.desc(v, i) || { __proto__: null, value: undefined }); break;
      default: { const keys = k.ownKeys(v); for (let i = 0; i < keys.length; i++) row(keyText(keys[i]) + ': ', k.desc(v, keys[i])); }
    }
    return out;
  };
  k.inspect = ({ inspect(x, options) {
    const path = options ? k.text(k.peek(options, 'path')) : '', asked = options ? k.peek(options, 'page') : 1;
    const page = k.isInteger(asked) && asked > 0 ? asked : 1;
    const v = path === '' ? x : reach(x, path);
    const label = path === '' ? '' : path + ' = ';
    if (((typeof v !== 'object' && typeof v !== 'string') || v === null) || (typeof v === 'object' && (k.isProxy(v) || k.inputName(v) !== undefined)) || (typeof v === 'string' && v.length <= 200)) {
      k.host.print(label + (k.show(v) || 'undefined') + '\n');
      return;
    }
    const all = rows(v), pages = k.max(1, k.floor((all.length + PAGE - 1) / PAGE));
    let out = label + stubOf(v) + (pages > 1 ? ' page ' + page + ' of ' + pages : '') + '\n';
    for (let i = (page - 1) * PAGE; i < k.min(all.length, page * PAGE); i++) {
      const r = all[i];
      const text = r.text !== undefined ? k.slice(r.text, 0, 200) : k.data(r.d) ? write(r.d.value, 200).text : '[getter]';
      out += '  ' + r.head + k.slice(text, 0, 240) + '\n';
    }
    k.host.print(out);
  } }).inspect;
})
