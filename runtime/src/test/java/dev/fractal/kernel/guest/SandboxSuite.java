package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways out of the sandbox; each cell answers "held" when it found none. */
public abstract class SandboxSuite extends KernelSuite {
  private static final String TRY =
      "var held; try { const r = (() => { ATTEMPT })(); held = r === undefined || r === false ?"
          + " 'held' : 'OUT ' + String(r) } catch (e) { held = 'held' } held";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return typeof Java !== 'undefined'",
        "return typeof Polyglot !== 'undefined'",
        "return typeof Packages !== 'undefined' || typeof java !== 'undefined'",
        "return typeof Graal !== 'undefined'",
        "return typeof load !== 'undefined' || typeof loadWithNewGlobal !== 'undefined'",
        "return typeof print !== 'undefined' || typeof printErr !== 'undefined'",
        "return typeof read !== 'undefined' || typeof readbuffer !== 'undefined' || typeof readline"
            + " !== 'undefined'",
        "return typeof quit !== 'undefined' || typeof exit !== 'undefined'",
        "return typeof process !== 'undefined' || typeof require !== 'undefined' || typeof module"
            + " !== 'undefined'",
        "return typeof Worker !== 'undefined' || typeof ShadowRealm !== 'undefined'",
        "return typeof WebAssembly !== 'undefined'",
        "return typeof SharedArrayBuffer !== 'undefined' || typeof Atomics !== 'undefined'",
        "return typeof WeakRef !== 'undefined' || typeof FinalizationRegistry !== 'undefined'",
        "return typeof Intl !== 'undefined'",
        "return typeof setTimeout !== 'undefined' || typeof setInterval !== 'undefined'",
        "return typeof fetch !== 'undefined' || typeof XMLHttpRequest !== 'undefined'",
        "return typeof Debug !== 'undefined' || typeof performance !== 'undefined'",
        "return typeof acorn !== 'undefined' || typeof host !== 'undefined' || typeof k !=="
            + " 'undefined'",
        "return [].constructor.constructor('return typeof Java !== \"undefined\"')()",
        "return (async () => {}).constructor('return typeof Java')().constructor === undefined",
        "return (0, eval)('typeof Java !== \"undefined\"')",
        "return new Function('return this')().Java !== undefined",
        "return FINAL.constructor('return typeof Polyglot !== \"undefined\"')()",
        "return console.log.constructor('return typeof Polyglot !== \"undefined\"')()",
        "return lm.caller !== undefined && lm.caller !== null",
        "return lm.arguments !== undefined && lm.arguments !== null",
        "const c = (function f() { return f.caller })(); return c != null && !String(c).includes('f.caller')",
        "Error.prepareStackTrace = (e, s) => s; return Array.isArray(new Error().stack)",
        "const o = {}; return Error.captureStackTrace !== undefined && (Error.captureStackTrace(o),"
            + " o.stack !== undefined)",
        "try { null.x } catch (e) { return e.getClass !== undefined || e.class !== undefined }",
        "return ''.getClass !== undefined || lm.getClass !== undefined || (1).getClass !=="
            + " undefined",
        "try { (function r() { r() })() } catch (e) { return !(e instanceof RangeError) }",
        "try { (function r() { console.log(); r() })() } catch (e) { return !(e instanceof"
            + " RangeError) && String(e) }",
        "try { inputs.doc } catch (e) { return e.getClass !== undefined }",
        "lm = () => 1; return lm('x') === 1",
        "delete globalThis.FINAL; return typeof FINAL !== 'function'",
        "Object.defineProperty(globalThis, 'FINAL', {value: 1}); return FINAL === 1",
        "console.log = () => 1; return console.log() === 1",
        "inputs.extra = 1; return inputs.extra === 1",
        "Object.setPrototypeOf(inputs, {x: 1}); return inputs.x === 1",
        "return Object.getOwnPropertySymbols(globalThis).length > 1",
        "let out; Array.prototype.push = function (x) { out = x; return 1 }; console.log({a: [1]});"
            + " inspect([1]); return out",
        "let out; Object.defineProperty(Array.prototype, '0', {set(x) { out = x }, configurable:"
            + " true}); console.log([1], {a: 1}); const r = out; delete Array.prototype[0]; return"
            + " r",
        "let out; Object.prototype.toJSON = function () { out = this; return 1 }; lm({a: 1});"
            + " delete Object.prototype.toJSON; return out",
        "let out; const real = JSON.stringify; JSON.stringify = (x) => { out = x; return '1' };"
            + " lm({a: 1}); JSON.stringify = real; return out",
        "let out; const real = Map.prototype.set; Map.prototype.set = function (a, b) { out = b;"
            + " return real.call(this, a, b) }; lm('x'); Map.prototype.set = real; return out",
        "let out; Function.prototype.call = function () { out = this }; console.log(1); lm('y');"
            + " return out",
        "let out; Object.prototype.get = 1; Object.prototype.resolve = 1;"
            + " Object.defineProperty(Object.prototype, 'promise', {set(x) { out = x },"
            + " configurable: true}); lm('z'); delete Object.prototype.get; delete"
            + " Object.prototype.resolve; delete Object.prototype.promise; return out",
        "let out; RegExp.prototype.exec = function () { out = this }; console.log({'a b': 1});"
            + " return out",
        "let out; Symbol.prototype.toString = function () { out = this };"
            + " console.log({[Symbol('a')]: 1}); return out",
        "class P extends Promise { then(a, b) { return a } } const p = lm('x'); return p instanceof"
            + " P",
        "return Object.keys(lm).length + Object.keys(FINAL).length +"
            + " Object.keys(console.log).length > 0",
      })
  void anAttemptIsHeld(String attempt) {
    try (Notebook notebook = new Notebook(factory)) {
      assertThat(notebook.shown(TRY.replace("ATTEMPT", attempt))).isEqualTo("\"held\"");
      assertThat(notebook.shown("FINAL([1, {a: 'x'}])")).isEqualTo("FINAL [1,{\"a\":\"x\"}]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "await import('java.lang')",
        "await import('/etc/passwd')",
        "import x from 'y'",
      })
  void nothingCanBeImported(String cell) {
    try (Notebook notebook = new Notebook(factory)) {
      assertThat(notebook.shown(cell)).startsWith("THREW ");
    }
  }

  @Test
  void twoKernelsShareNothing() {
    try (Notebook first = new Notebook(factory);
        Notebook second = new Notebook(factory)) {
      first.run(
          "var secret = 1; Object.prototype.leak = 1; Array.prototype.map = 1; Math.leak = 1");
      assertThat(second.shown("[typeof secret, ({}).leak, typeof [].map, Math.leak].join()"))
          .isEqualTo("\"undefined,,function,\"");
    }
  }
}
