package dev.fractal.kernel.v8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.guest.KernelSuite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A buffer that alone is larger than all may be is refused when it is made, whichever way; one that
 * fits is as the language says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BufferRoomTest {
  private static final long MOST = KernelSuite.SMALL.buffers();
  private static final int PROGRAMS = 60;
  private static final Map<String, Integer> WIDTHS =
      Map.of("Int8Array", 1, "Uint16Array", 2, "Float32Array", 4, "Float64Array", 8);

  /** Ways to make a typed array T of N elements of W bytes. */
  private static final List<String> TYPED =
      List.of(
          "new T(N)",
          "new T('N')",
          "new T({ valueOf: () => N }.valueOf())",
          "new (class extends T {})(N)",
          "Reflect.construct(T, [N])",
          "T.from({ length: N })",
          "T.of.call(function () { return new T(N) })",
          "new T(new ArrayBuffer(N * W))",
          "new T({ length: N })",
          "(() => { const few = new T(1); few.constructor = { [Symbol.species]: function () { return new T(N) } };"
              + " return few.map((x) => x) })()");

  /** Ways to make a buffer of N bytes. */
  private static final List<String> BUFFERS =
      List.of(
          "new ArrayBuffer(N)",
          "new ArrayBuffer({ valueOf: () => N })",
          "new ArrayBuffer(8, { maxByteLength: N })",
          "new (class extends ArrayBuffer {})(N)",
          "new ArrayBuffer(8).transfer(N)",
          "new ArrayBuffer(8).transferToFixedLength(N)");

  private final KernelFactory kernels =
      new GuestKernelFactory(new V8Engine(KernelSuite.SMALL), KernelSuite.SMALL);
  private Kernel kernel = kernels.open(Map.of(), Granted.of());

  @BeforeAll
  void open() {
    assertThat(shown("new ArrayBuffer(8).byteLength")).isEqualTo("8");
  }

  @AfterAll
  void close() {
    kernel.close();
    kernels.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsTooLargeIsRefusedAndWhatFitsIsMade(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      boolean fits = random.nextBoolean();
      String cell = cell(random, fits ? 1 + random.nextLong(1 << 16) : tooMuch(random));
      assertThat(
              shown(
                  "(() => { try { return typeof ("
                      + cell
                      + ") } catch (e) { return e.message } })()"))
          .as("seed %d: %s", seed, cell)
          .contains(fits ? "object" : "256 MiB of memory");
    }
  }

  private static long tooMuch(RandomGenerator random) {
    return MOST + 8 + (random.nextBoolean() ? random.nextLong(1 << 20) : random.nextLong(1L << 31));
  }

  private static String cell(RandomGenerator random, long bytes) {
    if (random.nextInt(3) == 0) {
      return any(BUFFERS, random).replace("N", Long.toString(bytes));
    }
    String type = any(List.copyOf(WIDTHS.keySet()), random);
    int width = WIDTHS.getOrDefault(type, 1);
    return any(TYPED, random)
        .replaceAll("\\bN\\b", Long.toString((bytes + width - 1) / width))
        .replaceAll("\\bW\\b", Integer.toString(width))
        .replaceAll("\\bT\\b", type);
  }

  private static String any(List<String> list, RandomGenerator random) {
    return new ArrayList<>(list).get(random.nextInt(list.size()));
  }

  @Test
  void aTypedArrayIsAsTheLanguageSays() {
    assertThat(
            shown(
                """
                const seen = [];
                const size = { valueOf() { seen.push('size'); return 4 } };
                const options = { get maxByteLength() { seen.push('most'); return 16 } };
                const b = new ArrayBuffer(size, options), u = new Uint8Array(b, 1, 2);
                class Bytes extends Uint8Array { sum() { return this.reduce((a, x) => a + x, 0) } }
                const s = Bytes.from([1, 2, 3]).map((x) => x * 2);
                let call; try { Uint8Array(1) } catch (e) { call = e instanceof TypeError }
                [seen.join(), b.maxByteLength, u.length, s instanceof Bytes, s.sum(), call, Uint8Array.name,
                  Uint8Array.length, Uint8Array.BYTES_PER_ELEMENT, u.constructor === Uint8Array,
                  Object.keys(Uint8Array).length, new Uint8Array().length, new Uint8Array([7])[0],
                  new Uint8Array(new Set([1, 2])).length, Array.from(new Float64Array(3)).join(),
                  Object.getPrototypeOf(Uint8Array) === Object.getPrototypeOf(Int8Array)].join(' ')
                """))
        .isEqualTo("\"size,most 16 2 true 12 true Uint8Array 3 1 true 0 0 7 2 0,0,0 true\"");
  }

  private String shown(String source) {
    var outcome =
        kernel.evaluate(new Cell(source, "cell", 1, new Moment(Instant.EPOCH, "{}"), Map.of()));
    return outcome instanceof CellOutcome.Completed done ? done.shown() : outcome.toString();
  }
}
