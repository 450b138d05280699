package dev.fractal.persistence.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.PayloadId;
import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every payload store does. */
public abstract class PayloadStoreContract {
  private static final int PART = PayloadPart.MAX_CHARS;
  private static final String EMOJI = "😀";

  protected abstract PayloadStore store();

  static Stream<String> texts() {
    return Stream.of(
        "",
        "a",
        "a?",
        "plain text ".repeat(200),
        "größer – 漢字 " + EMOJI,
        "漢".repeat(PART),
        "x".repeat(PART - 1) + EMOJI + "y".repeat(10),
        "x".repeat(PART) + EMOJI,
        "x".repeat(2 * PART),
        "lone \ud83d high",
        "lone low \ude00",
        "\ude00\ud83d",
        "x".repeat(PART - 1) + "\ud83d",
        "x".repeat(PART - 1) + "\ud83dy\ude00",
        "\ud83d".repeat(PART + 7),
        "\u0000\n\r\t");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void givesBackExactlyWhatWasPut(String text) throws IOException {
    var id = store().put(text);

    assertThat(id).isEqualTo(PayloadId.of(text));
    assertThat(store().get(id).equals(text)).isTrue();
    assertThat(read(store().open(id)).equals(text)).isTrue();
    assertThat(store().open(id).length()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void givesBackExactlyWhatWasRead(String text) throws IOException {
    var ref = store().putFrom(new StringReader(text));

    assertThat(ref.payload()).isEqualTo(PayloadId.of(text));
    assertThat(ref.chars()).isEqualTo(text.length());
    assertThat(store().get(ref.payload()).equals(text)).isTrue();
  }

  @Test
  void textsThatDifferInALoneSurrogateHaveDifferentAddresses() {
    assertThat(Stream.of("a?", "a\ud83d", "a\ud83e", "a\ufffd").map(store()::put).distinct())
        .hasSize(4);
  }

  @Test
  void storesTheSameTextTwiceWithoutEffect() {
    var text = random(3, 3 * PART);

    assertThat(store().put(text)).isEqualTo(store().put(text));
    assertThat(store().get(PayloadId.of(text)).equals(text)).isTrue();
  }

  @Test
  void slicesAnyRangeAndClampsIt() {
    var text = random(1, 2 * PART + 100);
    var opened = store().open(store().put(text));
    var random = seeded(2);

    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(PART + 50));
      assertThat(opened.slice(from, to).equals(text.substring(from, to))).isTrue();
    }
    assertThat(opened.slice(-5, 3)).isEqualTo(text.substring(0, 3));
    assertThat(opened.slice(text.length() - 2, Long.MAX_VALUE))
        .isEqualTo(text.substring(text.length() - 2));
    assertThat(opened.slice(text.length() + 5L, text.length() + 9L)).isEmpty();
    assertThat(opened.slice(9, 3)).isEmpty();
  }

  @Test
  void refusesAnUnknownPayload() {
    var unknown = PayloadId.of("never stored");

    assertThatThrownBy(() -> store().get(unknown))
        .isInstanceOf(PayloadUnavailable.class)
        .hasMessage("payload " + unknown + " is not in the store");
    assertThatThrownBy(() -> store().open(unknown)).isInstanceOf(PayloadUnavailable.class);
  }

  @Test
  void leavesNothingBehindWhenTheReaderFails() {
    var text = random(4, 2 * PART);

    assertThatThrownBy(() -> store().putFrom(new Failing(text)))
        .isInstanceOf(IOException.class)
        .hasMessage("torn");
    assertThatThrownBy(() -> store().get(PayloadId.of(text)))
        .isInstanceOf(PayloadUnavailable.class);
  }

  @Test
  void manyThreadsMayStoreTheSameText() throws Exception {
    var text = random(5, PART + 50);
    var work = new ArrayList<Callable<PayloadId>>();
    for (int i = 0; i < 8; i++) {
      work.add(() -> store().put(text));
      work.add(() -> store().putFrom(new StringReader(text)).payload());
    }

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isEqualTo(PayloadId.of(text));
      }
    }
    assertThat(store().get(PayloadId.of(text)).equals(text)).isTrue();
  }

  @Test
  void keepsSmallTextsInlineAndLargeOnesStored() {
    var small = "x".repeat(Content.INLINE_LIMIT);
    var large = small + "y";

    assertThat(store().keep(small)).isEqualTo(Content.inline(small));
    assertThat(store().keep(large))
        .isEqualTo(new Content.Stored(PayloadId.of(large), large.length()));
    assertThat(store().text(store().keep(large))).isEqualTo(large);
  }

  private static String read(PayloadText text) throws IOException {
    var whole = new StringWriter();
    try (var reader = text.reader()) {
      reader.transferTo(whole);
    }
    return whole.toString();
  }

  /** Words of several scripts, some pairs, some unpaired surrogates. */
  static String random(long seed, int length) {
    var random = seeded(seed);
    var text = new StringBuilder(length + 2);
    while (text.length() < length) {
      switch (random.nextInt(20)) {
        case 0 -> text.append(EMOJI);
        case 1 -> text.append((char) (0x4e00 + random.nextInt(1000)));
        case 2 -> text.append((char) (0xd800 + random.nextInt(0x800)));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  static RandomGenerator seeded(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static final class Failing extends FilterReader {
    Failing(String text) {
      super(new StringReader(text));
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count < 0) {
        throw new IOException("torn");
      }
      return count;
    }

    @Override
    public int read(java.nio.CharBuffer target) throws IOException {
      int count = in.read(target);
      if (count < 0) {
        throw new IOException("torn");
      }
      return count;
    }
  }
}
