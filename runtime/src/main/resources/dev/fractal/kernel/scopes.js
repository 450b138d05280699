// Runs in the trusted parser context. Tells for every function and class of a program whether its
// free names are all global, so that its source alone brings it back.
(function (acorn) {
  'use strict';

  const scopeOf = (parent, kind) => ({ parent, kind, names: new Set() });

  const bindPattern = (node, add) => {
    if (!node) return;
    switch (node.type) {
      case 'Identifier': add(node.name); break;
      case 'ObjectPattern':
        for (const p of node.properties) bindPattern(p.type === 'RestElement' ? p.argument : p.value, add);
        break;
      case 'ArrayPattern': for (const e of node.elements) bindPattern(e, add); break;
      case 'AssignmentPattern': bindPattern(node.left, add); break;
      case 'RestElement': bindPattern(node.argument, add); break;
    }
  };

  const children = (node, visit) => {
    for (const key of Object.keys(node)) {
      if (key === 'type' || key === 'start' || key === 'end') continue;
      const child = node[key];
      if (Array.isArray(child)) { for (const c of child) if (c && c.type) visit(c, key); }
      else if (child && typeof child.type === 'string') visit(child, key);
    }
  };

  const isFunction = (n) => n.type === 'FunctionDeclaration' || n.type === 'FunctionExpression' || n.type === 'ArrowFunctionExpression';
  const isClass = (n) => n.type === 'ClassDeclaration' || n.type === 'ClassExpression';

  // var names belong to the function, let/const/class/function to the block
  const varNames = (node, add) => {
    if (isFunction(node) || isClass(node)) return;
    if (node.type === 'VariableDeclaration' && node.kind === 'var') for (const d of node.declarations) bindPattern(d.id, add);
    children(node, (c) => varNames(c, add));
  };
  const lexicalNames = (statements, add) => {
    for (const s of statements) {
      if (s.type === 'VariableDeclaration' && s.kind !== 'var') for (const d of s.declarations) bindPattern(d.id, add);
      else if ((s.type === 'FunctionDeclaration' || s.type === 'ClassDeclaration') && s.id) add(s.id.name);
    }
  };

  function analyze(source, program) {
    const found = [];
    const open = []; // functions and classes around the current node, innermost last

    const use = (name, scope) => {
      let s = scope;
      while (s && !s.names.has(name)) s = s.parent;
      if (!s || s.kind === 'global') return;
      for (const f of open) if (inside(s, f.outer)) f.reason = f.reason || `it uses '${name}' of the function around it`;
    };
    // true if scope s is f's outer scope or one around it
    const inside = (s, outer) => { for (let o = outer; o; o = o.parent) if (o === s) return true; return false; };
    const lexical = (what) => {
      for (let i = open.length - 1; i >= 0; i--) {
        if (open[i].arrow) open[i].reason = open[i].reason || `it uses '${what}' of the function around it`;
        else { if (what === 'super' && open[i].method === 'object') open[i].reason = open[i].reason || "it uses 'super'"; break; }
      }
    };

    function fn(node, scope, record) {
      const info = Object.assign({ start: node.start, end: node.end, outer: scope, arrow: node.type === 'ArrowFunctionExpression', kind: 'function' }, record);
      // a top-level arrow has the global this: only arrows inside something matter
      if (info.arrow && open.length === 0) info.arrow = false;
      open.push(info);
      const own = scopeOf(scope, 'function');
      const add = (n) => own.names.add(n);
      if (node.type === 'FunctionExpression' && node.id) add(node.id.name);
      if (!info.arrow && node.type !== 'ArrowFunctionExpression') add('arguments');
      for (const p of node.params) bindPattern(p, add);
      if (node.body.type === 'BlockStatement') { varNames(node.body, add); lexicalNames(node.body.body, add); }
      for (const p of node.params) walk(p, own);
      if (node.body.type === 'BlockStatement') for (const s of node.body.body) walk(s, own); else walk(node.body, own);
      open.pop();
      found.push(info);
    }

    function cls(node, scope) {
      const info = { start: node.start, end: node.end, outer: scope, kind: 'class', strip: [], methods: [], privates: false };
      open.push(info);
      const own = scopeOf(scope, 'class');
      if (node.id) own.names.add(node.id.name);
      if (node.superClass) {
        if (node.superClass.type !== 'Identifier') info.reason = 'it extends an expression';
        walk(node.superClass, own);
      }
      for (const m of node.body.body) {
        if (m.key && m.key.type === 'PrivateIdentifier' && !m.static && m.type === 'PropertyDefinition') info.privates = true;
        if (m.key && m.key.type === 'PrivateIdentifier' && m.static) info.reason = info.reason || 'it has a private static member';
        if (m.computed) {
          const k = source.slice(m.key.start, m.key.end);
          if (!/^Symbol\.\w+$/.test(k) && m.key.type !== 'Literal') info.reason = info.reason || 'it has a computed member name';
          walk(m.key, own);
        }
        if (m.type === 'MethodDefinition') {
          let start = m.start;
          if (m.static) { const gap = /^static\s+/.exec(source.slice(m.start, m.end)); if (gap) start += gap[0].length; }
          if (m.kind !== 'constructor') info.methods.push(source.slice(start, m.end));
          fn(m.value, own, m.kind === 'constructor' ? { start: node.start, end: node.start } : { start, end: m.end, method: 'class' });
        } else if (m.type === 'PropertyDefinition') {
          if (m.value) {
            const field = { start: m.value.start, end: m.value.start, outer: own, kind: 'field', arrow: false };
            open.push(field); walk(m.value, own); open.pop();
            if (m.static) info.strip.push([m.key.end + (m.computed ? 1 : 0) - node.start, m.end - node.start, ';']);
          }
        } else if (m.type === 'StaticBlock') {
          const block = scopeOf(own, 'function');
          varNames({ type: 'BlockStatement', body: m.body }, (n) => block.names.add(n));
          lexicalNames(m.body, (n) => block.names.add(n));
          open.push({ start: m.start, end: m.start, outer: own, kind: 'field', arrow: false });
          for (const s of m.body) walk(s, block);
          open.pop();
          info.strip.push([m.start - node.start, m.end - node.start, 'static{}']);
        }
      }
      open.pop();
      found.push(info);
    }

    function block(statements, scope, extra) {
      const own = scopeOf(scope, 'block');
      lexicalNames(statements, (n) => own.names.add(n));
      if (extra) bindPattern(extra, (n) => own.names.add(n));
      if (extra) walk(extra, own);
      for (const s of statements) walk(s, own);
    }

    function walk(node, scope) {
      switch (node.type) {
        case 'Identifier': use(node.name, scope); return;
        case 'ThisExpression': lexical('this'); return;
        case 'Super': lexical('super'); return;
        case 'MetaProperty': lexical('new.target'); return;
        case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': fn(node, scope, {}); return;
        case 'ClassDeclaration': case 'ClassExpression': cls(node, scope); return;
        case 'MemberExpression':
          walk(node.object, scope);
          if (node.computed) walk(node.property, scope);
          return;
        case 'Property':
          if (node.computed) walk(node.key, scope);
          if (node.method || node.kind === 'get' || node.kind === 'set') {
            fn(node.value, scope, { start: node.start, end: node.end, method: 'object' });
            if (node.computed && !/^Symbol\.\w+$/.test(source.slice(node.key.start, node.key.end))) {
              const last = found[found.length - 1]; last.reason = last.reason || 'it has a computed name';
            }
          } else walk(node.value, scope);
          return;
        case 'BlockStatement': block(node.body, scope); return;
        case 'SwitchStatement': {
          walk(node.discriminant, scope);
          const own = scopeOf(scope, 'block');
          for (const c of node.cases) lexicalNames(c.consequent, (n) => own.names.add(n));
          for (const c of node.cases) { if (c.test) walk(c.test, own); for (const s of c.consequent) walk(s, own); }
          return;
        }
        case 'CatchClause': block(node.body.body, scope, node.param); return;
        case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': {
          const own = scopeOf(scope, 'block');
          const head = node.init || node.left;
          if (head && head.type === 'VariableDeclaration' && head.kind !== 'var') lexicalNames([head], (n) => own.names.add(n));
          children(node, (c) => walk(c, own));
          return;
        }
        case 'LabeledStatement': walk(node.body, scope); return;
        case 'BreakStatement': case 'ContinueStatement': return;
        default: children(node, (c) => walk(c, scope));
      }
    }

    const global = scopeOf(null, 'global');
    for (const s of program.body) walk(s, global);
    return found.filter((f) => f.end > f.start && f.kind !== 'field').map((f) => {
      const info = { text: source.slice(f.start, f.end) };
      if (f.reason) info.reason = f.reason;
      if (f.kind === 'class') Object.assign(info, { methods: f.methods, privates: f.privates, strip: f.strip });
      return info;
    });
  }

  return { analyze, bindPattern, children, isFunction, isClass };
})
