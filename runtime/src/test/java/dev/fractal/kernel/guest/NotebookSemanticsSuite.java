package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells behave like a notebook's: given these cells, the last one shows this. */
public abstract class NotebookSemanticsSuite extends KernelSuite {
  record Case(String name, List<String> cells, String shown) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case given(String name, String shown, String... cells) {
    return new Case(name, List.of(cells), shown);
  }

  @BeforeAll
  void warm() {
    assertThat(factory.stamp()).isNotEmpty();
  }

  static Stream<Case> cases() {
    return Stream.of(
        given("const again", "2", "const x = 1", "const x = 2; x"),
        given("let after const", "2", "const x = 1", "let x = 2; x"),
        given("let without a value resets", "", "let x = 1", "let x; x"),
        given(
            "class again",
            "2",
            "class A { v() { return 1 } }",
            "class A { v() { return 2 } } new A().v()"),
        given("function again", "2", "function f() { return 1 }", "function f() { return 2 } f()"),
        given("class before call", "3", "class A {}\n(1 + 2)"),
        given(
            "const in a closure sees the newest",
            "7",
            "const n = 1; const f = () => n",
            "const n = 7; f()"),
        given("object pattern", "[1, 2]", "const {a, b: [c]} = {a: 1, b: [2]}", "[a, c]"),
        given("no value after a declaration", "", "5; const x = 1"),
        given("no value from a loop", "", "let n = 0; for (let i = 0; i < 3; i++) n += i"),
        given("undefined shows nothing", "", "undefined"),
        given("strings are quoted", "\"a\\nb\"", "'a\\nb'"),
        given("top-level await", "\"re 0\"", "const r = await lm('x'); r"),
        given("await keeps variables", "\"re 0\"", "const r = await lm('x')", "r"),
        given(
            "await keeps functions and classes",
            "3",
            "await 1; function f() { return 1 } class C { v = 2 }",
            "f() + new C().v"),
        given(
            "await with patterns",
            "[1, [2]]",
            "const {a, ...rest} = await Promise.resolve({a: 1, b: 2}); let [z] = [2]",
            "[a, [z]]"),
        given(
            "await in a loop with var",
            "3",
            "for (var i = 0; i < 3; i++) { await i; var seen = i }",
            "i"),
        given("var of a loop with await", "2", "for (var v of [1, 2]) await v", "v"),
        given(
            "for await",
            "3",
            "let s = 0; for await (const v of [1, Promise.resolve(2)]) s += v; s"),
        given("await after a line without semicolon", "2", "let a = 1\nconst b = await 2\nb"),
        given("value after await with comment", "2", "await 1; 2 // done"),
        given("strict directive keeps variables", "4", "'use strict'; const x = 4", "x"),
        given("a promise is a stub", "«promise; write await to get its value»", "lm('x')"),
        given("a rejected promise is an error", "THREW ModelError: no reply", "await lm('boom')"),
        given(
            "lanes keep order",
            "[\"re 0\", { failed: true, index: 1, error: \"ModelError: no reply\" }, \"re 2\"]",
            "await mapLm(['a', 'boom', 'c'], 'q')"),
        given(
            "FINAL beats finally", "FINAL 1", "try { FINAL(1) } catch (e) {} finally { FINAL(2) }"),
        given(
            "FINAL beats callbacks",
            "FINAL 1",
            "[1, 2].forEach((x) => { try { FINAL(x) } catch (e) {} })"),
        given(
            "FINAL beats async",
            "FINAL 1",
            "await (async () => { try { await 1; FINAL(1) } catch (e) { FINAL(2) } finally {"
                + " FINAL(3) } })()"),
        given("FINAL beats loops", "FINAL 1", "for (;;) { try { FINAL(1) } finally { continue } }"),
        given(
            "FINAL beats generators",
            "FINAL 1",
            "function* g() { try { FINAL(1) } finally { FINAL(2) } } [...g()]"),
        given(
            "FINAL beats queued work",
            "FINAL 1",
            "Promise.resolve().then(() => FINAL(2)); FINAL(1)"),
        given(
            "the variables are those of FINAL",
            "1",
            "let n = 1; Promise.resolve().then(() => { n = 2 }); try { FINAL(n) } finally { n = 3"
                + " }",
            "n"),
        given("FINAL of a promise", "FINAL \"re 0\"", "FINAL(lm('x'))"),
        given(
            "FINAL of Map, Set, Date and more",
            "FINAL"
                + " {\"m\":{\"k\":[1,null]},\"s\":[1,\"18446744073709551616\"],\"d\":\"1970-01-01T00:00:00.000Z\",\"n\":null}",
            "FINAL({m: new Map([['k', [1, undefined]]]), s: new Set([1n, 2n ** 64n]), d: new"
                + " Date(0), n: NaN})"),
        given("FINAL of nothing", "FINAL null", "FINAL()"),
        given(
            "FINAL of a cycle goes on",
            "THREW TypeError: FINAL's value contains itself at $.a; build a plain value first (line"
                + " 1, column 22)",
            "const c = {}; c.a=c; FINAL(c)"),
        given(
            "error position after a rewrite",
            "THREW ReferenceError: zork is not defined (line 3, column 5)",
            "const a = await 1\nlet b = 2\nb + zork"),
        given(
            "error position in the first column of text",
            "THREW ReferenceError: zork is not defined (line 1, column 1)",
            "zork\nlet q = 1"),
        given(
            "syntax error",
            "THREW SyntaxError: Unexpected token (line 2, column 3)",
            "let a = 1\n  )"),
        given(
            "redeclared in one cell",
            "THREW SyntaxError: Identifier 'a' has already been declared (line 1, column 18)",
            "const a = 1; let a"),
        given(
            "runtime names are taken",
            "THREW SyntaxError: 'lm' is a name of the runtime; choose another one",
            "const lm = 1"),
        given(
            "runtime names cannot be changed",
            "\"function\"",
            "lm = 1; delete globalThis.lm; typeof lm"),
        given("a thrown string", "THREW \"no\"", "throw 'no'"),
        given(
            "an error of an own class",
            "THREW E: x (line 1, column 54)",
            "class E extends Error { name = 'E' }\n           throw new E('x')"
                .replace("\n           ", "           ")),
        given(
            "big values are stubs",
            "«array, 5,000 items» [0, 1",
            "Array.from({length: 5000}, (_, i) => i)"),
        given("long strings are stubs", "«string, 12,345 characters» \"xxx", "'x'.repeat(12345)"),
        given("getters do not fire when shown", "{ x: [getter] }", "({get x() { throw 1 }})"),
        given(
            "proxies do not fire when shown",
            "[«proxy»]",
            "[new Proxy({}, {get() { throw 1 }, ownKeys() { throw 1 }})]"),
        given("cycles are shown", "{ me: «itself» }", "const c = {}; c.me = c; c"),
        given("instances carry their class", "P { x: 1 }", "class P { x = 1 } new P()"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theLastCellShows(Case given) {
    try (Notebook notebook = new Notebook(factory)) {
      String shown = "";
      for (String cell : given.cells()) {
        shown = notebook.shown(cell);
      }
      assertThat(shown).startsWith(given.shown());
      if (given.shown().isEmpty()) {
        assertThat(shown).isEmpty();
      }
    }
  }
}
