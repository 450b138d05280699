package dev.fractal.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.view.SampleJournal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
  private static Cursor cursor(long place, long... missing) {
    var gaps = Gaps.NONE;
    for (long one : missing) {
      gaps = gaps.plus(new Gaps.Range(one, one, Long.MAX_VALUE));
    }
    return new Cursor(place, gaps);
  }

  private static RecordedEvents event(long place, Cursor at) {
    return new RecordedEvents(
        RecordedEvents.Places.of(place),
        SampleJournal.SESSION,
        SampleJournal.entries().getFirst(),
        at);
  }

  @Test
  void itsWireFormIsReadBack() {
    assertThat(Cursor.at(17).wire()).isEqualTo("17");
    assertThat(cursor(17, 12, 15).wire()).isEqualTo("17.12-12.15-15");
    assertThat(Cursor.read("17")).contains(Cursor.at(17));
    assertThat(Cursor.read(cursor(17, 12, 15).wire())).contains(cursor(17, 12, 15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-1", "1.", "1.2-1", "1.a-b", "1234567890123456789012", "1..2-3"})
  void whatIsNoCursorIsNone(String wire) {
    assertThat(Cursor.read(wire)).isEmpty();
  }

  @Test
  void aPlaceThatWasMissingWhenItWasPassedIsNotHad() {
    assertThat(cursor(17, 12).has(event(12, cursor(20)))).isFalse();
    assertThat(cursor(17, 12).has(event(13, cursor(20)))).isTrue();
    assertThat(cursor(17, 12).has(event(18, cursor(20)))).isFalse();
    assertThat(cursor(17, 12).plus(event(12, cursor(20)))).isEqualTo(cursor(17));
  }

  @Test
  void whatAReaderHadBeforeItsFollowerIsNotAskedForAgain() {
    // The follower passed 15 and 18 when they were missing; the reader had read 15 itself.
    var reader = cursor(16, 12);
    var after = reader.plus(event(20, cursor(20, 12, 15, 18)));

    assertThat(after).isEqualTo(cursor(20, 12, 18));
  }

  @Test
  void aRangeIsCutWhereOneOfItsPlacesComes() {
    var gaps = Gaps.NONE.plus(new Gaps.Range(5, 9, 0)).without(7, 7);
    assertThat(gaps.ranges()).isEqualTo(List.of(new Gaps.Range(5, 6, 0), new Gaps.Range(8, 9, 0)));
    assertThat(Gaps.read("5-6.8-9", '.').map(read -> read.wire('.')))
        .isEqualTo(Optional.of(".5-6.8-9"));
  }
}
