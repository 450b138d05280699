package dev.fractal.kernel.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.VariableChanges.Dumped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {
  private static final int MIB = 1 << 20;
  private static final Frames FRAMES = new Frames(MIB);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyTextComesThrough(long seed) throws IOException {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 200; i++) {
      var variables = new HashMap<String, String>();
      for (int n = random.nextInt(8); n > 0; n--) {
        variables.put(Integer.toString(n, 36), text(random, length(random)));
      }
      var sent = new Request.Open(i, 7, variables, Granted.of("lm"));
      assertEquals(sent, read(bytes(sent), Request.class), () -> "seed " + seed);
    }
  }

  @Test
  void aTextAtEverySideOfTheBorderComesThrough() throws IOException {
    for (int length = LongTexts.LONG - 1; length <= LongTexts.LONG + 1; length++) {
      for (String unit : List.of("a", "\u00ff", "\u0100", "?", "\ud800", "\udc00", "\0")) {
        var changed = Map.of("v", new Dumped("sha256:0", unit.repeat(length)));
        var sent =
            new Answer.Changes(1, new VariableChanges(changed, List.of(), Map.of(), length), false);
        assertEquals(sent, read(bytes(sent), Answer.class));
      }
    }
  }

  @Test
  void whatTheOtherSideWouldNotTakeIsNotSent() throws IOException {
    var fits = open("x".repeat(MIB - 300));
    assertEquals(fits, read(bytes(fits), Request.class));
    for (String text : List.of("x".repeat(MIB), "\u4e00".repeat(MIB / 2))) {
      var e = assertThrows(KernelLimitException.class, () -> FRAMES.of(open(text)));
      assertTrue(String.valueOf(e.getMessage()).contains("more than 1 MiB"), e::toString);
    }
    var names = new HashMap<String, String>();
    for (int i = 0; i < 2000; i++) {
      names.put("n" + i, "x".repeat(LongTexts.LONG - 1));
    }
    var half = new HashMap<String, String>();
    names.forEach((name, text) -> half.put(name, half.size() < 700 ? text : ""));
    half.put("long", "x".repeat(MIB / 2));
    var both = new Request.Open(1, 1, half, Granted.of("lm"));
    assertThrows(KernelLimitException.class, () -> FRAMES.of(both), "each part alone would fit");
    var many = new Request.Open(1, 1, names, Granted.of("lm"));
    assertThrows(KernelLimitException.class, () -> FRAMES.of(many));
  }

  @Test
  void aPipeThatHoldsSomethingElseIsFoundOut() throws IOException {
    byte[] good = bytes(open("y".repeat(2 * LongTexts.LONG)));
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(0, -1).array());
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(0, MIB + 1).array());
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(4, -1).array());
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(4, 0).array());
    int text = 8 + ByteBuffer.wrap(good).getInt();
    assertBroken(ByteBuffer.wrap(good.clone()).put(text, (byte) 3).array());
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(text + 1, -1).array());
    assertBroken(ByteBuffer.wrap(good.clone()).putInt(text + 1, Integer.MAX_VALUE).array());
    assertBroken(Arrays.copyOf(good, good.length - 1));
  }

  private static void assertBroken(byte[] bytes) {
    assertThrows(IOException.class, () -> read(bytes, Request.class));
  }

  private static Request open(String text) {
    return new Request.Open(1, 2, Map.of("v", text), Granted.of("lm"));
  }

  private static byte[] bytes(Object message) throws IOException {
    var out = new ByteArrayOutputStream();
    FRAMES.of(message).writeTo(out);
    return out.toByteArray();
  }

  private static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T read = FRAMES.read(in, type);
      assertEquals(0, in.available(), "something of the frame is left");
      return Objects.requireNonNull(read);
    }
  }

  private static int length(RandomGenerator random) {
    return random.nextInt(4) == 0 ? random.nextInt(4 * LongTexts.LONG) : random.nextInt(60);
  }

  /** Of Latin letters alone, or of any units, halves of pairs among them. */
  private static String text(RandomGenerator random, int length) {
    int units = random.nextBoolean() ? 0x100 : 0x10000;
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(units));
    }
    return text.toString();
  }
}
