package dev.fractal.kernel.differential;

import java.util.List;
import java.util.random.RandomGenerator;

/** Expressions for values of all kinds that need no variable. */
final class Values {
  private static final List<String> SCALARS =
      List.of(
          "0",
          "-0",
          "NaN",
          "1 / 0",
          "-1 / 0",
          "0.1 + 0.2",
          "2 ** 53",
          "-7",
          "1e21",
          "5e-324",
          "true",
          "false",
          "null",
          "undefined",
          "''",
          "'a'",
          "'\\ud800'",
          "'x\\udc00y'",
          "'é\\u0301'",
          "'\\0\\n\"\\\\'",
          "'class'",
          "'__proto__'",
          "'\\u2028'",
          "12n",
          "-(2n ** 70n)",
          "0n");
  private static final List<String> OBJECTS =
      List.of(
          "new Date(%d)",
          "new Date(NaN)",
          "/a%d(b)?/giu",
          "Object(%d)",
          "Object('s%d')",
          "Object(%dn)",
          "Object(Symbol.for('b%d'))",
          "new Uint8Array([1, 2, %d])",
          "new Map()",
          "new Float64Array([NaN, -0, %d])",
          "new Error('e%d')",
          "new RangeError('r', {cause: %d})",
          "Symbol('s%d')",
          "Symbol.for('r%d')",
          "new BigInt64Array([%dn])",
          "[]",
          "{}",
          "Math.max",
          "new DataView(new ArrayBuffer(%d))",
          "Object.create(null)",
          "Symbol.iterator",
          "Array");

  private final RandomGenerator random;

  Values(RandomGenerator random) {
    this.random = random;
  }

  String any() {
    return any(3);
  }

  String string() {
    return "'" + random.nextInt(1000) + (random.nextBoolean() ? "ß" : "") + "'";
  }

  private String any(int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 4);
    return switch (kind) {
      case 0, 1, 2 -> SCALARS.get(random.nextInt(SCALARS.size()));
      case 3 ->
          OBJECTS.get(random.nextInt(OBJECTS.size())).replace("%d", "" + random.nextInt(1, 100));
      case 4 -> "[" + any(depth - 1) + ", " + any(depth - 1) + "]";
      case 5 -> "[" + any(depth - 1) + ", , " + any(depth - 1) + "]";
      case 6 ->
          "{k" + random.nextInt(9) + ": " + any(depth - 1) + ", '" + random.nextInt(9) + "': 1}";
      default ->
          "new Map([[" + any(depth - 1) + ", " + any(depth - 1) + "], ['q', new Set([1, 'q'])]])";
    };
  }
}
