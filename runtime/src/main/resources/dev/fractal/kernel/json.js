// Values to JSON text for the host, without letting a getter, a toJSON or a proxy speak.
(function (k) {
  'use strict';
  const quote = (s) => k.stringify(s);

  k.toJson = (value, what) => {
    const around = new k.Set();
    const fail = (path, why) => { throw new k.TypeError(what + ' ' + why + ' at ' + path + '; build a plain value first'); };
    const entries = (object, depth, path) => {
      const keys = k.ownKeys(object);
      let out = '', first = true;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (typeof key !== 'string') continue;
        const d = k.desc(object, key);
        if (!d.enumerable) continue;
        out += (first ? '' : ',') + quote(key) + ':' + (k.data(d) ? go(d.value, depth, path + '.' + key) : 'null');
        first = false;
      }
      return '{' + out + '}';
    };
    const items = (length, at) => {
      let out = '';
      for (let i = 0; i < length; i++) out += (i === 0 ? '' : ',') + at(i);
      return '[' + out + ']';
    };
    const nested = (v, depth, path) => {
      switch (k.kindOf(v)) {
        case 'Array': return items(k.desc(v, 'length').value, (i) => {
          const d = k.desc(v, i);
          return k.data(d) ? go(d.value, depth, path + '[' + i + ']') : 'null';
        });
        case 'Map': {
          let out = '', first = true;
          k.mapEach(v, (value, key) => {
            const name = typeof key === 'string' ? key : typeof key === 'object' && key !== null ? go(key, depth, path + '[key]') : k.String(key);
            out += (first ? '' : ',') + quote(name) + ':' + go(value, depth, path + '[' + name + ']');
            first = false;
          });
          return '{' + out + '}';
        }
        case 'Set': {
          const all = k.list();
          k.setEach(v, (x) => k.push(all, x));
          return items(all.length, (i) => go(all[i], depth, path + '[' + i + ']'));
        }
        case 'Date': { const t = k.dateTime(v); return t !== t ? 'null' : quote(k.dateIso(v)); }
        case 'RegExp': return quote(k.regexpText(v));
        case 'Typed': return items(k.typedLength(v), (i) => go(v[i], depth, path));
        case 'Error': return '{"name":' + quote(k.text(k.peek(v, 'name'))) + ',"message":' + quote(k.text(k.peek(v, 'message'))) + '}';
        case 'String': case 'Number': case 'Boolean': case 'BigInt': return go(k.valueOf[k.kindOf(v)](v), depth, path);
        case 'Function': return 'null';
        case 'Promise': return fail(path, 'contains a promise (write await)');
        default: return entries(v, depth, path);
      }
    };
    const go = (v, depth, path) => {
      switch (typeof v) {
        case 'string': return quote(v);
        case 'number': return k.isFinite(v) ? '' + v : 'null';
        case 'boolean': return v ? 'true' : 'false';
        case 'bigint': return v >= -9007199254740991n && v <= 9007199254740991n ? '' + v : '"' + v + '"';
        case 'undefined': case 'symbol': return 'null';
        default: {
          if (v === null) return 'null';
          if (k.isProxy(v)) return fail(path, 'contains a proxy');
          const name = k.inputName(v);
          if (name !== undefined) return '{"$input":' + quote(name) + '}';
          if (typeof v === 'function') return 'null';
          if (k.setHas(around, v)) return fail(path, 'contains itself');
          if (depth > 500) return fail('a depth of 500', 'is nested too deeply');
          k.setAdd(around, v);
          const text = nested(v, depth + 1, path);
          k.setDelete(around, v);
          return text;
        }
      }
    };
    return go(value, 0, '$');
  };
  k.text = (v) => (typeof v === 'string' ? v : v === undefined ? '' : typeof v === 'object' || typeof v === 'function' ? '…' : k.String(v));
  k.regexpText = (r) => '/' + k.regSource(r) + '/' + k.regexpFlags(r);
  k.regexpFlags = (r) => {
    let flags = '';
    const letters = 'dgimsuvy';
    for (let i = 0; i < letters.length; i++) { const at = k.regFlag[letters[i]]; if (at !== undefined && at(r)) flags += letters[i]; }
    return flags;
  };
})
