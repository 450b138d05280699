package dev.fractal.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class RingTest {
  private final Ring ring = new Ring(16);

  private static Item item(String text) {
    return new Item(Optional.empty(), ByteString.fromString(text));
  }

  @Test
  void aReaderGetsWhatCameSinceItsNumber() {
    ring.append(List.of(item("a"), item("b")));
    long here = ring.next();
    ring.append(List.of(item("c")));

    assertThat(ring.from(here)).isEqualTo(new Ring.Found.Items(List.of(item("c")), 3));
  }

  @Test
  void aReaderBehindTheOldestItemIsToldHowMuchItMissed() {
    for (int i = 0; i < 20; i++) {
      ring.append(List.of(item("i" + i)));
    }

    assertThat(ring.from(0)).isEqualTo(new Ring.Found.Overtaken(4));
    assertThat(ring.from(4)).isInstanceOf(Ring.Found.Items.class);
  }

  @Test
  void largeItemsPushOutOldOnesSoThatTheMemoryIsBounded() {
    var large = item("x".repeat(100_000));
    for (int i = 0; i < 8; i++) {
      ring.append(List.of(large));
    }

    assertThat(ring.from(0)).isEqualTo(new Ring.Found.Overtaken(7));
  }

  @Test
  void whoFindsNothingIsWokenByTheNextItemAndByTheEnd() {
    var nothing = (Ring.Found.Nothing) ring.from(0);
    assertThat(nothing.changed()).isNotDone();
    ring.append(List.of(item("a")));
    assertThat(nothing.changed()).isDone();

    var atEnd = (Ring.Found.Nothing) ring.from(1);
    ring.close();
    assertThat(atEnd.changed()).isDone();
    assertThat(ring.from(1)).isEqualTo(new Ring.Found.Closed());
  }
}
