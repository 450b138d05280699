package dev.fractal.kernel.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cells that want a thread, the memory or the process for themselves: each family with its
 * variants. None of them is honest; every one has to end as its own clear failure.
 */
final class HostileCells {
  private HostileCells() {}

  /** A cell and the family that it stands for. */
  record HostileCell(String family, String source) {
    @Override
    public String toString() {
      return family + ": " + (source.length() > 100 ? source.substring(0, 100) + "…" : source);
    }
  }

  static List<HostileCell> all() {
    return Stream.of(
            loops(),
            hiddenLoops(),
            natives(),
            texts(),
            patterns(),
            bigIntegers(),
            memory(),
            buffers(),
            stacks(),
            floods())
        .flatMap(List::stream)
        .toList();
  }

  private static List<HostileCell> family(String name, String... sources) {
    return Stream.of(sources).map(source -> new HostileCell(name, source)).toList();
  }

  private static List<HostileCell> loops() {
    return family(
        "loop",
        "while (true) {}",
        "for (;;) {}",
        "do {} while (1)",
        "let i = 0; for (;;) { i++ }",
        "for (;;) { try { for (;;) {} } finally { continue } }",
        "for (;;) { try { throw 1 } catch (e) {} }",
        "a: for (;;) { for (;;) continue a }",
        "await (async () => { for (;;) await null })()",
        "(function f() { Promise.resolve().then(f) })()",
        "(async () => { for (;;) await null })()",
        "const p = () => p2(); const p2 = () => Promise.resolve().then(p); p()",
        "for await (const x of (async function* () { for (;;) yield 1 })()) {}",
        "for (const x of (function* () { for (;;) yield 1 })()) {}",
        "for (;;) { await lm(1) }");
  }

  /** Loops in what other code calls. */
  private static List<HostileCell> hiddenLoops() {
    String loop = "{ for (;;); }";
    return family(
        "hidden loop",
        "({ get x() " + loop + " }).x",
        "({ toString() " + loop + " }) + ''",
        "+{ valueOf() " + loop + " }",
        "`${{ [Symbol.toPrimitive]() " + loop + " }}`",
        "[...{ [Symbol.iterator]() " + loop + " }]",
        "[2, 1].sort(() => " + loop + ")",
        "JSON.parse('[1]', () => " + loop + ")",
        "JSON.stringify({ toJSON() " + loop + " })",
        "'a'.replace(/a/, () => " + loop + ")",
        "new Proxy({}, { get() " + loop + " }).x",
        "new Proxy({}, { ownKeys() "
            + loop
            + " }); Object.keys(new Proxy({}, { ownKeys() "
            + loop
            + " }))",
        "Array.from({ length: 1 }, () => " + loop + ")",
        "new Map([[1, 2]]).forEach(() => " + loop + ")",
        "class A { static x = (() => " + loop + ")() }",
        "class A { static " + loop + " }",
        "Reflect.construct(class { constructor() " + loop + " }, [])",
        "await { then() " + loop + " }",
        "FINAL({ toJSON() " + loop + ", get a() " + loop + " }); for (;;);");
  }

  /** Built-ins that run long without looking whether they should stop. */
  private static List<HostileCell> natives() {
    var cells = new ArrayList<HostileCell>();
    for (String method : List.of("indexOf", "lastIndexOf", "includes", "join", "fill", "reverse")) {
      for (String length : List.of("2**53-1", "2**40")) {
        cells.add(
            new HostileCell(
                "native", "Array.prototype." + method + ".call({length: " + length + "}, 1)"));
      }
    }
    cells.addAll(
        family(
            "native",
            "Array.prototype.sort.call({length: 2**31})",
            "Array.from({length: 2**32-1})",
            "Array.prototype.concat.call([], {length: 2**53-1, [Symbol.isConcatSpreadable]: true})",
            "Array.prototype.copyWithin.call({length: 2**53-1}, 0, 1)",
            "Array.prototype.flat.call({length: 2**53-1})",
            "Array.prototype.slice.call({length: 2**53-1, constructor: undefined}, 0)",
            "Array.prototype.splice.call({length: 2**53-2}, 0, 1)",
            "Array.prototype.unshift.call({length: 2**53-2}, 1)",
            "Array.prototype.find.call({length: 2**53-1}, (x) => x === 1)",
            "Array.prototype.toSorted.call({length: 2**31-1})",
            "const a = []; for (let i = 0; i < 5e6; i++) a.push((i * 7919) % 5000011); a.sort(); for (;;) a.sort()",
            "const f = new Float64Array(3e7); for (;;) { for (let i = 0; i < f.length; i++) f[i] = -i; f.sort() }",
            "const s = '[' + '1,'.repeat(2e7) + '1]'; for (;;) JSON.parse(s)",
            "const b = new Array(2e7).fill('ab'); for (;;) b.join('-')",
            "const u = new Uint8Array(1e8); for (;;) u.indexOf(1)",
            "String.raw({ raw: { length: 2**53-1 } })",
            "String.fromCharCode.apply(null, { length: 1e8 })",
            "Math.max.apply(null, { length: 1e9 })",
            "Reflect.apply(() => 1, null, { length: 2**31 })",
            "new Function('a'.repeat(10), 'return ' + '1+'.repeat(3e6) + '1')()"));
    return cells;
  }

  private static List<HostileCell> texts() {
    return family(
        "text",
        "'x'.padEnd(2**29)",
        "'x'.repeat(2**30)",
        "let s = 'x'; for (;;) s += s",
        "'x'.repeat(2**28).split('')",
        "'x'.repeat(2**27).split('')",
        "'ab'.repeat(2**27).replace(/a/g, 'ccc')",
        "'ab'.repeat(2**26).replaceAll('a', 'ccccccc')",
        "'ab'.repeat(2**27).match(/a/g)",
        "[...'x'.repeat(2**27)]",
        "'x'.repeat(2**28).normalize('NFKD').length",
        "'\u00e4'.repeat(2**27).localeCompare('\u00e4'.repeat(2**27) + 'x')",
        "'x'.repeat(2**28).toUpperCase().toLowerCase().length; for (;;) 'x'.repeat(2**28).toUpperCase()",
        "encodeURIComponent('\u20ac'.repeat(2**27))",
        "escape('\u20ac'.repeat(2**26))",
        "console.log('x'.repeat(2**29-25))",
        "FINAL('x'.repeat(2**29-25))",
        "lm('x'.repeat(2**29-25))",
        "await lm('x'.repeat(2**28))",
        "var big = 'x'.repeat(2**29-25); 1",
        "throw new Error('x'.repeat(2**29-25))",
        "'x'.repeat(2**29-25)",
        "({ ['x'.repeat(2**28)]: 1 })");
  }

  private static List<HostileCell> patterns() {
    return family(
        "pattern",
        "/(x+x+)+y/.test('x'.repeat(40))",
        "/^(a+)+$/.test('a'.repeat(40) + '!')",
        "/(a|aa)+$/.test('a'.repeat(60) + 'b')",
        "/(.*)*b/.test('a'.repeat(50000))",
        "/((a*)*)*$/.exec('a'.repeat(40) + 'b')",
        "/(?=(a+))a*b\\1/.test('a'.repeat(100000))",
        "/(a+)+\\1b/.test('a'.repeat(40))",
        "'a'.repeat(200000).replace(/(a*)*c/g, '')",
        "/^(?:(?:a|b)*?c?)*$/.test('ab'.repeat(30) + 'd')",
        "new RegExp('('.repeat(200000))",
        "new RegExp('(a?){65000}'.repeat(20)).test('a'.repeat(1000))",
        "for (;;) /x*x*x*x*y/.test('x'.repeat(3000))");
  }

  private static List<HostileCell> bigIntegers() {
    return family(
        "bigint",
        "BigInt('9'.repeat(3000000)).toString()",
        "BigInt('9'.repeat(20000000))",
        "3n ** 300000000n",
        "(1n << 400000000n) * ((1n << 400000000n) - 1n)",
        "((1n << 60000000n) - 1n).toString()",
        "let b = 3n; for (;;) b *= b",
        "BigInt.asUintN(2**53-1, -1n)",
        "(1n << 1000000000n) % 7n",
        "((1n << 100000000n) - 1n) / ((1n << 50000000n) - 3n)",
        "1n << 2n ** 40n");
  }

  private static List<HostileCell> memory() {
    return family(
        "memory",
        "const l = []; for (;;) l.push({ a: 1 })",
        "let a = [1]; for (;;) a = a.concat(a)",
        "const m = new Map(); for (let i = 0;; i++) m.set(i, { i })",
        "const s = new Set(); for (let i = 0;; i++) s.add('k' + i)",
        "const o = {}; for (let i = 0;; i++) o['k' + i] = [i]",
        "let n = null; for (;;) n = { n }",
        "const f = []; for (let i = 0;; i++) f.push(() => i)",
        "new Array(2**32-1).fill(0)",
        "new Array(5e7).fill().map((_, i) => ({ i }))",
        "const t = []; for (let i = 0;; i++) t.push('x'.repeat(1e6) + i)",
        "const t = []; for (let i = 0;; i++) t.push(('x'.repeat(1e6) + i).split(''))",
        "const p = []; for (;;) p.push(new Promise(() => {}))",
        "const y = []; for (let i = 0;; i++) y.push(Symbol('s' + i))",
        "const w = []; for (;;) w.push(new WeakMap([[{}, {}]]))",
        "JSON.parse('[' + '{},'.repeat(3e7) + '{}]')",
        "const e = []; for (;;) e.push(new Error('x'))",
        "const g = []; for (;;) g.push((function* () { yield 1 })())",
        "const r = []; for (let i = 0;; i++) r.push(new RegExp('x' + i))",
        "Object.defineProperties({}, new Proxy({}, { ownKeys: () => Array.from({ length: 1e8 }, (_, i) => 'k' + i) }))",
        "const c = []; for (let i = 0;; i++) c.push(new Function('return ' + i))");
  }

  private static List<HostileCell> buffers() {
    return family(
        "buffer",
        "const l = []; for (;;) l.push(new ArrayBuffer(1e7))",
        "const l = []; for (;;) l.push(new Uint8Array(1e7).fill(1))",
        "const l = []; for (;;) l.push(new Float64Array(4e6).fill(1))",
        "const l = []; for (;;) l.push(new Uint8Array(2e6).map(() => 1))",
        "const l = []; let u = new Uint8Array(1e6).fill(1); for (;;) l.push(u.slice())",
        "const l = []; for (;;) l.push(new Uint8Array(new Array(1e6).fill(7)))",
        "new Uint8Array(2**31).fill(1)",
        "new ArrayBuffer(2**40)",
        "const b = new ArrayBuffer(8, { maxByteLength: 2**30 }); b.resize(2**30); new Uint8Array(b).fill(1)",
        "const l = []; for (;;) l.push(structuredClone(new ArrayBuffer(1e7)))");
  }

  private static List<HostileCell> stacks() {
    return family(
        "stack",
        "function r(n) { return 1 + r(n + 1) } r(0)",
        "const o = {}; o.toString = () => '' + o; '' + o",
        "JSON.parse('['.repeat(1000000))",
        "let d = {}; for (let i = 0; i < 1e6; i++) d = { d }; FINAL(d)",
        "let d = []; for (let i = 0; i < 1e6; i++) d = [d]; var deep = d; '' + d",
        "let d = []; for (let i = 0; i < 1e6; i++) d = [d]; var deep = d; 1",
        "eval('('.repeat(100000))",
        "eval('['.repeat(100000) + ']'.repeat(100000))",
        "new Function('('.repeat(100000) + ')'.repeat(100000))",
        "eval('a'.repeat(1) + '.a'.repeat(500000))",
        "eval('!'.repeat(500000) + '1')",
        "eval('x=>'.repeat(20000) + '1')",
        "const p = new Proxy({}, {}); Object.setPrototypeOf(p, p); p.x",
        "let c = class {}; for (let i = 0; i < 1e5; i++) c = class extends c {}; new c()",
        "let e = new Error('x'); for (let i = 0; i < 1e6; i++) e = new Error('y', { cause: e }); throw e",
        "let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()",
        "function* g() { yield* g() } [...g()]");
  }

  private static List<HostileCell> floods() {
    return family(
        "flood",
        "for (;;) console.log('x'.repeat(1000))",
        "console.log('x'.repeat(100000))",
        "for (;;) inspect({ a: [1, 2, 3] })",
        "for (;;) lm('x')",
        "await Promise.all(Array.from({ length: 1e6 }, (_, i) => lm(i)))",
        "for (let i = 0; i < 1e7; i++) Promise.reject(i)",
        "for (let i = 0; i < 3e6; i++) globalThis['v' + i] = i",
        "for (let i = 0; i < 1e6; i++) eval('var w' + i + ' = {}')");
  }
}
