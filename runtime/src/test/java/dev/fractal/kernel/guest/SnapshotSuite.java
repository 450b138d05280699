package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelRestoreException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables come back exactly, and what cannot is told. */
public abstract class SnapshotSuite extends KernelSuite {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "const v = {a: [1, 'x', null, true], b:"
            + " {}}|JSON.stringify(v)|`\"{\\\"a\\\":[1,\\\"x\\\",null,true],\\\"b\\\":{}}\"`",
        "let v; v = undefined|'v' in globalThis && v === undefined|true",
        "const v = NaN|Number.isNaN(v)|true",
        "const v = -0|Object.is(v, -0)|true",
        "const v = -Infinity|v|-Infinity",
        "const v = 2n ** 80n|v|1208925819614629174706176n",
        "const v = '\\ud800x'|v.charCodeAt(0)|55296",
        "const v = new Date(5)|v instanceof Date && +v|5",
        "const v = /a\\/b/giu|v.source + v.flags|\"a\\\\/bgiu\"",
        "const k = {}; const v = new Map([[k, 1], ['k', k]])|v.get(k) + (v.get('k') === k)|2",
        "const v = new Set([1, 'a', NaN])|[...v].join()|\"1,a,NaN\"",
        "const b = new ArrayBuffer(4); const v = new Uint8Array(b), w = new Uint16Array(b, 2); v[2]"
            + " = 7|w[0]|7",
        "const v = new DataView(new ArrayBuffer(2)); v.setUint8(1, 9)|v.getUint16(0)|9",
        "const v = {}; v.me = v|v.me === v|true",
        "const z = {n: 1}; const a = [z], b = {z}|a[0] === z && b.z === z|true",
        "const a = {deep: {er: [1]}}; const b = [a.deep.er]|b[0] === a.deep.er|true",
        "function v(a) { return a + 1 }|v(1)|2",
        "const n = 3; const v = (x) => x * n|v(2)|6",
        "const v = {go() { return this.n }, n: 4}|v.go()|4",
        "const v = {get x() { return 5 }}|v.x|5",
        "function v() {}; v.extra = {a: 1}; v.prototype.go = function () { return 6 }|v.extra.a +"
            + " new v().go()|7",
        "async function v() { return 1 }|await v()|1",
        "function* v() { yield 8 }|[...v()][0]|8",
        "class A { constructor(x) { this.x = x } get twice() { return this.x * 2 } }; const v = new"
            + " A(4)|v.twice + (v instanceof A)|9",
        "class A { f() { return 1 } } class B extends A { f() { return super.f() + 1 } }; const v ="
            + " new B()|v.f() + (v instanceof A) + (v instanceof B)|4",
        "let n = 0; class A { static id = ++n; static { n += 10 } }|A.id + n|12",
        "class M extends Map { top() { return this.size } }; const v = new M([[1, 2]])|v.top()|1",
        "class E extends Error { constructor(m) { super(m); this.name = 'E' } }; const v = new"
            + " E('x')|v.message + v.name + (v instanceof E)|\"xEtrue\"",
        "const v = new TypeError('bad')|`'' + v + (v instanceof TypeError)`|\"TypeError: badtrue\"",
        "const v = [1, , 3]; v.extra = 1|(1 in v) + v.length + v.extra|4",
        "const v = Object.assign(Object.create(null), {a: 1})|Object.getPrototypeOf(v) === null &&"
            + " v.a|1",
        "const v = Object.freeze({a: 1})|Object.isFrozen(v)|true",
        "const s = Symbol('q'); const v = {[s]: 1}|v[s]|1",
        "const v = Symbol.for('r')|v === Symbol.for('r')|true",
        "const v = {[Symbol.iterator]: function* () { yield 1 }}|[...v][0]|1",
        "const v = [Math.max, lm, Array.prototype.map]|v[0](1, 2) + (v[1] === lm)|3",
        "const v = Object.create({inherited: 1})|v.inherited|1",
        "const v = new Array(4e9); v[3e9] = 1|v.length + ' ' + v[3e9]|\"4000000000 1\"",
        "const v = inputs|1|1",
        "var escape = (s) => '<' + s + '>'|escape('a')|\"<a>\"",
      })
  void aValueComesBack(String make, String read, String shown) {
    try (Notebook first = new Notebook(factory)) {
      first.inputs.put("doc", new Repeated("x", 1));
      first.run(make);
      first.save();
      assertThat(first.shown(read)).isEqualTo(shown);
      if (!first.last.inexact().isEmpty()) {
        assertThat(make).isEqualTo("const v = inputs");
        return;
      }
      try (Notebook second = new Notebook(factory, first.dump)) {
        assertThat(second.save().last.changed()).isEmpty();
        assertThat(second.shown(read)).isEqualTo(shown);
        assertThat(second.save().last.changed()).isEmpty();
        assertThat(second.last.removed()).isEmpty();
        assertThat(second.last.inexact()).isEmpty();
        assertThat(second.digests()).isEqualTo(first.digests());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const v = new Promise(() => {})",
        "const v = (function* () { yield 1 })()",
        "const v = (() => 1).bind(null)",
        "const v = new WeakMap()",
        "const v = ((n) => () => n)(1)",
        "const v = [1][Symbol.iterator]()",
        "const v = new Proxy({}, {})",
        "const v = new Function('return 1')",
        "class P { #x = 1; get() { return this.#x } } const v = new P()",
        "class v { static #x = 1; static get() { return v.#x } }",
        "Object.defineProperty(globalThis, 'v', {get() { for(;;); }, enumerable: true,"
            + " configurable: true})",
      })
  void whatCannotBeKeptIsTold(String make) {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.run(make);
      assertThat(notebook.save().last.inexact()).containsKey("v");
      assertThat(notebook.last.changed()).containsKey("v");
    }
  }

  @Test
  void aChangedBuiltInIsTold() {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.run("Array.prototype.last = function () { return this[this.length - 1] }");
      assertThat(notebook.save().last.inexact()).containsKey("Array.prototype.last");
    }
  }

  @Test
  void theFormDoesNotDependOnHistory() {
    try (Notebook first = new Notebook(factory);
        Notebook second = new Notebook(factory)) {
      first.run("const s = {n: 1}; const b = [s]; const a = [s, {k: 2}]");
      second.run("var a = 5; var b = new Map(); var gone = 1");
      second.save();
      second.run("delete globalThis.gone; var s = {n: 0}; a = [s, {k: 2}]; b = [a[0]]; s.n = 1");
      assertThat(second.save().digests()).isEqualTo(first.save().digests());
    }
  }

  @Test
  void aChangeThroughAnAliasIsSeen() {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.run("const data = {n: 1}; const holder = {data}; function bump() { data.n++ }");
      notebook.save();
      notebook.run("holder.data.n = 5");
      assertThat(notebook.save().last.changed()).containsOnlyKeys("data");
      notebook.run("bump()");
      assertThat(notebook.save().last.changed()).containsOnlyKeys("data");
      notebook.run("const f = bump; 1");
      notebook.save();
      notebook.run("f()");
      assertThat(notebook.save().last.changed()).containsOnlyKeys("data");
      notebook.run("eval('da' + 'ta.n = 9')");
      assertThat(notebook.save().last.changed()).containsOnlyKeys("data");
    }
  }

  @Test
  void aRestoredClassInstanceKeepsWorkingInLaterCells() {
    try (Notebook first = new Notebook(factory)) {
      first.run("class Counter { constructor() { this.n = 0 } up() { this.n++; return this } }");
      first.run("const c = new Counter().up()");
      try (Notebook second = new Notebook(factory, first.save().dump)) {
        assertThat(second.shown("c.up().n + (c instanceof Counter)")).isEqualTo("3");
        assertThat(second.save().last.changed()).containsOnlyKeys("c");
      }
    }
  }

  @Test
  void aFormThatCannotComeBackNamesTheVariable() {
    assertThatThrownBy(
            () -> factory.open(Map.of("v", "#[[\"r\",0],[[\"!\",\"promise\"]]]"), Granted.NOTHING))
        .isInstanceOf(KernelRestoreException.class)
        .hasMessageContaining("'v'")
        .hasMessageContaining("promise");
  }

  @Test
  void deletedVariablesAreRemoved() {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.run("const v = 1");
      notebook.save();
      notebook.run("delete globalThis.v");
      assertThat(notebook.save().last.removed()).isEqualTo(List.of("v"));
    }
  }
}
