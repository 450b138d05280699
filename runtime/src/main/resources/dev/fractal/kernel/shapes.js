// Runs in the trusted parser context. Says what a function is by its syntax: kind, length, what its
// class makes of it. Nothing here looks at scopes.
(function () {
  'use strict';
  const trivia = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;
  const afterTrivia = (source, at) => { trivia.lastIndex = at; trivia.exec(source); return trivia.lastIndex; };

  const lengthOf = (params) => {
    const first = params.findIndex((p) => p.type === 'AssignmentPattern' || p.type === 'RestElement');
    return first < 0 ? params.length : first;
  };
  const directive = (node) => node.body.type === 'BlockStatement' && node.body.body.some((s) => s.directive === 'use strict');

  // role: what the node is in its parent, one of '' 'method' 'get' 'set'
  const kindOf = (node, role) => {
    const sort = (node.async ? 'async ' : '') + (node.generator ? 'generator ' : '');
    return sort + (node.type === 'ArrowFunctionExpression' ? 'arrow' : role || 'function');
  };

  // a name as the property's key: text, or ['@', name] for a member of Symbol; undefined for any other
  const keyOf = (key, computed) => {
    if (!computed && key.type === 'Identifier') return key.name;
    if (key.type === 'Literal' && key.regex === undefined) return key.bigint ? '' + BigInt(key.bigint) : '' + key.value;
    const symbol = key.type === 'MemberExpression' && !key.computed && !key.optional && key.object.type === 'Identifier' && key.object.name === 'Symbol';
    return symbol && key.property.type === 'Identifier' ? ['@', key.property.name] : undefined;
  };

  // where the text of a member starts, as the engines tell it: behind `static`
  const memberStart = (source, m) => (m.static ? afterTrivia(source, m.start + 'static'.length) : m.start);

  const isPrivate = (m) => m.key !== undefined && m.key !== null && m.key.type === 'PrivateIdentifier';

  // [1 for static, sort, key, text] in the order in which the class defines them; fields come last
  const membersOf = (source, node) => {
    const methods = [], fields = [];
    for (const m of node.body.body) {
      if (m.type === 'StaticBlock' || isPrivate(m)) continue;
      const key = keyOf(m.key, m.computed);
      if (m.type === 'PropertyDefinition') { if (m.static) fields.push([1, 'field', key, '']); continue; }
      if (m.kind === 'constructor') continue;
      const text = source.slice(memberStart(source, m), m.end);
      methods.push([m.static ? 1 : 0, m.kind, key, text]);
    }
    return methods.concat(fields);
  };

  // parts of the text that a class must not do again when it comes back: [from, to, instead]
  const initializers = (node) => {
    const parts = [];
    for (const m of node.body.body) {
      if (m.type === 'StaticBlock') parts.push([m.start - node.start, m.end - node.start, 'static{}']);
      if (m.type === 'PropertyDefinition' && m.static && m.value) parts.push([m.value.start - node.start, m.value.end - node.start, 'void 0']);
    }
    return parts;
  };

  const constructorLength = (node) => {
    const made = node.body.body.find((m) => m.kind === 'constructor' && !m.static);
    return made === undefined ? 0 : lengthOf(made.value.params);
  };
  return { lengthOf, directive, kindOf, keyOf, memberStart, isPrivate, membersOf, initializers, constructorLength };
})
