package dev.fractal.kernel.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random cells that make variables of every kind on the list, shared and in cycles. */
final class GeneratedStates {
  private static final List<String> LEAVES =
      List.of(
          "1.5",
          "-0",
          "NaN",
          "'t\\ud800'",
          "null",
          "undefined",
          "7n",
          "true",
          "Symbol.for('r')",
          "Symbol('own')",
          "Symbol.iterator",
          "new Date(9)",
          "/a+/gi",
          "Math.max",
          "lm");
  private static final List<String> MAKERS =
      List.of(
          "{a: %s, b: %s}",
          "[%s, , %s]",
          "new Map([[%s, %s]])",
          "new Set([%s, %s])",
          "Object.create({inherited: %s}, {hidden: {value: %s}})",
          "Object.freeze([%s, %s])",
          "Object.assign(new Point(%s), {more: %s})",
          "Object.assign(new Bag([[1, %s]]), {more: %s})",
          "Object.assign(new Fault('f', {cause: %s}), {more: %s})",
          "Object.assign(new Old(%s), {more: %s})",
          "Object.assign(function (x) { return x }, {a: %s, b: %s})",
          "{get x() { return 3 }, classy() { return 4 }, [Symbol.toPrimitive]: %s, __proto__: {p: %s}}",
          "Object.assign(new Uint8Array([1, 2]), {more: %s, most: %s})",
          "Object.assign(Object('boxed'), {more: %s, most: %s})");
  private static final String CLASSES =
      "class Point { constructor(x) { this.x = x } get double() { return [this.x, this.x] } static"
          + " made = 0; static of(x) { return new this(x) } }\n"
          + "class Bag extends Map { top() { return this.size } }\n"
          + "class Fault extends Error { toJSON() { return this.message } }\n"
          + "function Old(x) { this.x = x }; Old.prototype.get = function () { return this.x }";

  /**
   * A text that tells everything about {@code all} that code can see, with shared objects by
   * number.
   */
  static final String FINGERPRINT =
      """
      (() => {
        const seen = new Map(), out = [];
        const tell = (v) => {
          if (typeof v === 'symbol') return Symbol.keyFor(v) ?? (seen.has(v) ? '@' + seen.get(v) : (seen.set(v, seen.size), String(v)));
          if ((typeof v !== 'object' && typeof v !== 'function') || v === null) return typeof v + ' ' + (Object.is(v, -0) ? '-0' : String(v));
          if (seen.has(v)) return '#' + seen.get(v);
          seen.set(v, seen.size);
          let text = Object.prototype.toString.call(v) + Object.isFrozen(v) + Object.isExtensible(v);
          if (typeof v === 'function') { text += String(v); if (String(v).includes('[native')) return text; }
          for (const kind of [Map, Set]) try { kind.prototype.forEach.call(v, (b, a) => { text += '(' + tell(a) + '=>' + tell(b) + ')' }) } catch {}
          for (const kind of [Date, RegExp]) if (Object.getPrototypeOf(v) === kind.prototype) text += v;
          for (const key of Reflect.ownKeys(v)) {
            const d = Reflect.getOwnPropertyDescriptor(v, key);
            text += ',' + tell(key) + (d.writable ? 'w' : '') + (d.enumerable ? 'e' : '') + (d.configurable ? 'c' : '') +
              (key === 'stack' ? typeof v.stack : 'value' in d ? tell(d.value) : tell(d.get) + tell(d.set));
          }
          const proto = Object.getPrototypeOf(v);
          return '{' + text + '^' + (proto === null || proto === Object.prototype || Object.hasOwn(proto, Symbol.toStringTag) || /native/.test(proto.constructor) ? proto?.constructor.name : tell(proto)) + '}';
        };
        let hash = 0;
        const whole = Object.keys(globalThis).sort().map((name) => name + ':' + tell(globalThis[name])).join('\\n');
        for (let i = 0; i < whole.length; i++) hash = (hash * 31 + whole.charCodeAt(i)) | 0;
        return whole.length + ' ' + hash;
      })()
      """;

  private GeneratedStates() {}

  static List<String> cells(RandomGenerator random) {
    List<String> cells = new ArrayList<>(List.of(CLASSES));
    int variables = 3 + random.nextInt(8);
    for (int i = 0; i < variables; i++) {
      String maker = MAKERS.get(random.nextInt(MAKERS.size()));
      String name = "zyxwvutsrq".charAt(i % 10) + "" + i;
      cells.add("const " + name + " = " + maker.formatted(value(random, i), value(random, i)));
      if (random.nextInt(3) == 0) {
        cells.add(name(random.nextInt(i + 1)) + ".link = " + name(random.nextInt(i + 1)) + "; 0");
      }
    }
    return cells;
  }

  private static String name(int i) {
    return "zyxwvutsrq".charAt(i % 10) + "" + i;
  }

  private static String value(RandomGenerator random, int known) {
    if (known > 0 && random.nextInt(2) == 0) {
      return name(random.nextInt(known));
    }
    return LEAVES.get(random.nextInt(LEAVES.size()));
  }
}
