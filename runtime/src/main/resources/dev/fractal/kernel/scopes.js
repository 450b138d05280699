// Runs in the trusted parser context. Tells for every function and class of a program what it is and
// whether its source alone brings it back: all free names global, strict by itself, no home, no privates.
(function (acorn, shapes) {
  'use strict';

  const scopeOf = (parent, kind) => ({ parent, kind, names: new Set(), strict: parent !== null && parent.strict });
  const isRaw = (tag) => tag.type === 'MemberExpression' && !tag.computed && tag.object.type === 'Identifier' && tag.object.name === 'String' && tag.property.name === 'raw';

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
  // (and, in sloppy code, a function in a block to both)
  const varNames = (node, add) => {
    if (node.type === 'FunctionDeclaration') add(node.id.name);
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
    const blame = (info, why) => { if (info.reason === undefined) info.reason = why; };
    const privates = []; // for each class around the current node: its private names, and its place in open

    const use = (name, scope) => {
      let s = scope;
      while (s && !s.names.has(name)) s = s.parent;
      if (!s || s.kind === 'global') {
        for (const f of open) if (f.declared === name) f.self = true;
        return;
      }
      if (s.kind === 'self') blame(s.info, 'it calls itself by the name of its own expression; declare it instead');
      const where = s.kind === 'with' ? 'the with statement' : 'the function';
      for (const f of open) if (inside(s, f.outer)) blame(f, `it uses '${name}' of ${where} around it`);
    };
    // true if scope s is f's outer scope or one around it
    const inside = (s, outer) => { for (let o = outer; o; o = o.parent) if (o === s) return true; return false; };
    const lexical = (what) => {
      for (let i = open.length - 1; i >= 0; i--) {
        if (open[i].arrow) blame(open[i], `it uses '${what}' of the function around it`);
        else { if (what === 'super' && open[i].member && !open[i].inClass) blame(open[i], "it uses 'super'"); break; }
      }
    };
    const usePrivate = (name) => {
      let i = privates.length - 1;
      while (i > 0 && !privates[i].names.has(name)) i--;
      if (i >= 0) for (let j = privates[i].at; j < open.length; j++) blame(open[j], 'it uses private members');
    };

    function fn(node, scope, record) {
      const arrow = node.type === 'ArrowFunctionExpression';
      const info = Object.assign({ start: node.start, end: node.end, outer: scope, arrow, kind: shapes.kindOf(node, ''), length: shapes.lengthOf(node.params) }, record);
      // a top-level arrow has the global this: only arrows inside something matter
      if (arrow && open.length === 0) info.arrow = false;
      const strict = shapes.directive(node);
      if (info.inClass) blame(info, 'it is a member taken out of its class');
      else if (scope.strict && !strict) blame(info, 'it is strict only by the code around it');
      let around = scope;
      if (node.type === 'FunctionExpression' && node.id) { around = scopeOf(scope, 'self'); around.names.add(node.id.name); around.info = info; }
      if (node.type === 'FunctionDeclaration' && node.id) info.declared = node.id.name;
      open.push(info);
      const own = scopeOf(around, 'function');
      own.strict = scope.strict || strict;
      const add = (n) => own.names.add(n);
      if (!arrow) add('arguments');
      for (const p of node.params) bindPattern(p, add);
      if (node.body.type === 'BlockStatement') { for (const s of node.body.body) varNames(s, add); lexicalNames(node.body.body, add); }
      for (const p of node.params) walk(p, own);
      if (node.body.type === 'BlockStatement') for (const s of node.body.body) walk(s, own); else walk(node.body, own);
      open.pop();
      found.push(info);
    }

    // code of a class that belongs to no function of its own: the values of fields, static blocks
    const initializer = (scope, visit) => {
      open.push({ outer: scope, arrow: false });
      visit();
      open.pop();
    };
    const member = (m, info, own) => {
      const key = shapes.isPrivate(m) ? '#' : m.type === 'StaticBlock' ? '' : shapes.keyOf(m.key, m.computed);
      if (key === '#') { info.privates = true; blame(info, 'it has private members'); }
      if (key === undefined) blame(info, 'it has a computed member name');
      if (m.static && (key === 'name' || key === 'length')) blame(info, `it has a static member '${key}'`);
      if (m.computed) walk(m.key, own);
      if (m.type === 'MethodDefinition') {
        const start = shapes.memberStart(source, m), role = m.kind === 'constructor' ? 'method' : m.kind;
        fn(m.value, own, { start, end: m.kind === 'constructor' ? start : m.end, inClass: true, member: true, kind: shapes.kindOf(m.value, role) });
      } else if (m.type === 'PropertyDefinition') {
        if (m.value) initializer(own, () => walk(m.value, own));
      } else if (m.type === 'StaticBlock') {
        const block = scopeOf(own, 'function');
        for (const s of m.body) varNames(s, (n) => block.names.add(n));
        lexicalNames(m.body, (n) => block.names.add(n));
        initializer(own, () => { for (const s of m.body) walk(s, block); });
      }
    };
    function cls(node, scope) {
      const info = { start: node.start, end: node.end, outer: scope, kind: 'class', named: node.id !== null, length: shapes.constructorLength(node),
        members: shapes.membersOf(source, node), strip: shapes.initializers(node), privates: false };
      open.push(info);
      const own = scopeOf(scope, 'class');
      own.strict = true;
      if (node.id) own.names.add(node.id.name);
      if (node.superClass) {
        if (node.superClass.type === 'Identifier') info.heritage = node.superClass.name; else blame(info, 'it extends an expression');
        walk(node.superClass, own);
      }
      privates.push({ names: new Set(node.body.body.filter(shapes.isPrivate).map((m) => m.key.name)), at: open.length - 1 });
      for (const m of node.body.body) member(m, info, own);
      privates.pop();
      open.pop();
      found.push(info);
    }

    // a method or accessor of an object literal
    const literal = (node, scope) => {
      const key = shapes.keyOf(node.key, node.computed), role = node.kind === 'init' ? 'method' : node.kind;
      const record = { start: node.start, end: node.end, member: true, kind: shapes.kindOf(node.value, role) };
      if (node.computed) record.key = [node.key.start - node.start, node.key.end - node.start];
      if (key === undefined) record.reason = 'it has a computed name';
      if (!node.computed && key === 'function' && role === 'method' && !node.value.generator) record.reason = 'its name makes it look like another function';
      fn(node.value, scope, record);
    };

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
          if (node.computed || node.property.type === 'PrivateIdentifier') walk(node.property, scope);
          return;
        case 'Property':
          if (node.computed) walk(node.key, scope);
          if (node.method || node.kind === 'get' || node.kind === 'set') literal(node, scope); else walk(node.value, scope);
          return;
        case 'PrivateIdentifier': usePrivate(node.name); return;
        case 'TaggedTemplateExpression':
          if (!isRaw(node.tag)) for (const f of open) blame(f, 'it has a tagged template, whose list of texts is one object for ever');
          children(node, (c) => walk(c, scope));
          return;
        case 'WithStatement': {
          walk(node.object, scope);
          const own = scopeOf(scope, 'with');
          own.names = { has: () => true };
          walk(node.body, own);
          return;
        }
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
    return found.filter((f) => f.end > f.start).map((f) => {
      const { kind, length, member, key, self, reason, named, members, strip, heritage, privates } = f;
      return { text: source.slice(f.start, f.end), kind, length, member, key, self, reason, named, members, strip, heritage, privates };
    });
  }

  return { analyze, bindPattern, children, isFunction, isClass };
})
