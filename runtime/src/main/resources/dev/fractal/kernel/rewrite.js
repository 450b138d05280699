// Runs in the trusted parser context. Turns a cell into a script whose top-level names stay, as
// a list of pieces: strings are inserted, [start, end] pairs are taken from the cell.
(function (acorn, scopes) {
  'use strict';
  const { analyze, bindPattern, children, isFunction, isClass } = scopes;
  const parse = (source) => acorn.parse(source, {
    ecmaVersion: 'latest', sourceType: 'script', allowAwaitOutsideFunction: true });

  const hasAwait = (node) => {
    if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) return true;
    if (isFunction(node)) return false;
    let found = false;
    children(node, (c) => { if (!found && hasAwait(c)) found = true; });
    return found;
  };

  function rewrite(source) {
    const program = parse(source);
    const body = program.body;
    const declared = new Set();
    const add = (n) => declared.add(n);
    const wrap = body.some(hasAwait);
    const edits = []; // [start, end, text]
    const hoisted = []; // [start, end] of functions that move in front of the wrapper
    const edit = (start, end, text) => { if (end > start || text) edits.push([start, end, text]); };

    const asAssignments = (d, isFor) => {
      for (const x of d.declarations) bindPattern(x.id, add);
      edit(d.start, d.start + d.kind.length, isFor ? '' : 'void(');
      if (isFor === 'loop') return;
      for (const x of d.declarations) if (!x.init && d.kind === 'let') edit(x.end, x.end, '=void 0');
      if (!isFor) edit(d.declarations[d.declarations.length - 1].end, d.end, ');');
    };
    const nestedVars = (node) => {
      if (isFunction(node) || isClass(node)) return;
      if (node.type === 'VariableDeclaration' && node.kind === 'var') { asAssignments(node, false); return; }
      if (node.type === 'ForStatement' && node.init && node.init.type === 'VariableDeclaration' && node.init.kind === 'var') {
        asAssignments(node.init, true);
        for (const c of [node.init, node.test, node.update, node.body]) if (c && c !== node.init) nestedVars(c);
        return;
      }
      if ((node.type === 'ForInStatement' || node.type === 'ForOfStatement') && node.left.type === 'VariableDeclaration' && node.left.kind === 'var') {
        asAssignments(node.left, 'loop');
        nestedVars(node.body);
        return;
      }
      children(node, nestedVars);
    };

    let value = false;
    body.forEach((s, i) => {
      if (s.directive !== undefined) edit(s.start, s.start, ';');
      const last = i === body.length - 1;
      if (s.type === 'VariableDeclaration') {
        if (wrap) { asAssignments(s, false); return; }
        for (const d of s.declarations) bindPattern(d.id, add);
        if (s.kind !== 'var') edit(s.start, s.start + s.kind.length, 'var');
        if (s.kind === 'let') for (const d of s.declarations) if (!d.init) edit(d.end, d.end, '=void 0');
      } else if (s.type === 'ClassDeclaration') {
        add(s.id.name);
        edit(s.start, s.start, (wrap ? '' : 'var ') + s.id.name + '=');
        edit(s.end, s.end, ';');
      } else if (s.type === 'FunctionDeclaration') {
        add(s.id.name);
        if (wrap) { hoisted.push([s.start, s.end]); edit(s.start, s.end, ';'); }
      } else if (s.type === 'ExpressionStatement' && last) {
        value = true;
        if (wrap) {
          edit(s.start, s.start, 'return(');
          const close = closing(s);
          edit(close, s.end, ');');
        }
      } else if (wrap) nestedVars(s);
    });
    // the end of the expression with the parentheses around it, without its semicolon
    function closing(s) { return source[s.end - 1] === ';' ? s.end - 1 : s.end; }

    edits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const pieces = [];
    if (wrap) {
      for (const h of hoisted) pieces.push(h, '\n');
      if (declared.size) pieces.push('var ' + Array.from(declared).join(',') + ';');
      pieces.push('(async()=>{');
    }
    let at = 0;
    for (const [start, end, text] of edits) {
      if (start > at) pieces.push([at, start]);
      if (text) pieces.push(text);
      at = Math.max(at, end);
    }
    if (at < source.length) pieces.push([at, source.length]);
    if (wrap) pieces.push('\n})()');
    const text = pieces.map((p) => (typeof p === 'string' ? p : source.slice(p[0], p[1]))).join('');
    return { text, pieces, wrap, value, declared: Array.from(declared), functions: analyze(source, program) };
  }

  const failure = (e) => {
    if (e instanceof SyntaxError && e.loc) {
      return { error: 'SyntaxError: ' + e.message.replace(/ \(\d+:\d+\)$/, ''), line: e.loc.line, column: e.loc.column + 1 };
    }
    return { error: e instanceof RangeError ? 'SyntaxError: the code is nested too deeply' : 'SyntaxError: ' + e.message, line: 1, column: 1 };
  };
  const guarded = (f) => (source) => { try { return JSON.stringify(f(source)); } catch (e) { return JSON.stringify(failure(e)); } };

  // how the text of a function is to be read: as a declaration, as an expression, or as a member of a literal
  const readings = [
    [(text) => text, 0, (body) => (body.type === 'FunctionDeclaration' ? body : undefined)],
    [(text) => '(' + text + '\n)', 1, (body) => (body.type === 'ExpressionStatement' && (isFunction(body.expression) || isClass(body.expression)) ? body.expression : undefined)],
    [(text) => '({' + text + '\n})', 2, (body) => {
      const list = body.type === 'ExpressionStatement' && body.expression.type === 'ObjectExpression' ? body.expression.properties : [];
      return list.length === 1 && list[0].type === 'Property' && (list[0].method || list[0].kind !== 'init') ? list[0] : undefined;
    }],
  ];
  // what is known of the text of a function that no cell of this kernel held; the function itself comes last
  function describe(text) {
    for (const [around, offset, only] of readings) {
      const source = around(text);
      let program;
      try { program = parse(source); } catch (e) { continue; }
      const node = program.body.length === 1 ? only(program.body[0]) : undefined;
      if (node === undefined || node.start !== offset || node.end !== offset + text.length) continue;
      return { functions: analyze(source, program) };
    }
    return { functions: [] };
  }
  return { rewrite: guarded(rewrite), describe: guarded(describe) };
})
