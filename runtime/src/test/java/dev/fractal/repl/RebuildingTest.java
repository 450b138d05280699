package dev.fractal.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Opening.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rebuilds come to when they fail. */
final class RebuildingTest {
  /** How one attempt ends. */
  enum Try {
    STANDS,
    DIFFERS,
    DIFFERS_ELSE,
    LIMIT,
    LOST,
    SUSPECT
  }

  private final List<Room> rooms = new ArrayList<>();

  private String outcome(Room first, Try... tries) {
    rooms.clear();
    try {
      return Rebuilding.rebuilt(first, (room, _) -> attempt(tries[rooms.size()], room));
    } catch (Divergence e) {
      return "contradicts";
    } catch (Unfinished e) {
      return "unfinished";
    }
  }

  private String attempt(Try how, Room room) {
    rooms.add(room);
    return switch (how) {
      case STANDS -> "stands";
      case DIFFERS -> throw Divergence.of("x differs", "1");
      case DIFFERS_ELSE -> throw Divergence.of("x differs", "2");
      case LIMIT -> throw new KernelLimitException(Limit.MEMORY, "no memory");
      case LOST -> throw new KernelLostException("killed", false);
      case SUSPECT -> throw new KernelLostException("memory", true);
    };
  }

  @Test
  void whatStandsAtOnceIsDoneBesideOthers() {
    assertThat(outcome(Room.SHARED, Try.STANDS)).isEqualTo("stands");
    assertThat(rooms).containsExactly(Room.SHARED);
  }

  @Test
  void oneDifferenceIsBelievedByNobody() {
    assertThat(outcome(Room.SHARED, Try.DIFFERS, Try.STANDS)).isEqualTo("stands");
    assertThat(rooms).containsExactly(Room.SHARED, Room.ALONE);
  }

  @Test
  void twoEqualDifferencesContradictTheRecord() {
    assertThat(outcome(Room.SHARED, Try.DIFFERS, Try.DIFFERS)).isEqualTo("contradicts");
  }

  @Test
  void twoUnlikeDifferencesSayNothing() {
    assertThat(outcome(Room.SHARED, Try.DIFFERS, Try.DIFFERS_ELSE)).isEqualTo("unfinished");
  }

  @Test
  void whatCannotBeFinishedIsTriedAgainWithMoreRoomAndThenLeft() {
    assertThat(outcome(Room.SHARED, Try.LIMIT, Try.STANDS)).isEqualTo("stands");
    assertThat(outcome(Room.SHARED, Try.SUSPECT, Try.LIMIT)).isEqualTo("unfinished");
    assertThat(rooms).containsExactly(Room.SHARED, Room.ALONE);
    assertThat(outcome(Room.ALONE, Try.LIMIT)).isEqualTo("unfinished");
  }

  /** A worker that ends takes many rebuilds with it: not each of them needs one of its own. */
  @Test
  void whatIsLostForTheSakeOfOthersIsTriedAgainBesideOthers() {
    assertThat(outcome(Room.SHARED, Try.LOST, Try.LOST, Try.STANDS)).isEqualTo("stands");
    assertThat(rooms).containsOnly(Room.SHARED);
    assertThat(outcome(Room.SHARED, Try.LOST, Try.LOST, Try.LOST, Try.LOST))
        .isEqualTo("unfinished");
    assertThat(rooms).containsExactly(Room.SHARED, Room.SHARED, Room.SHARED, Room.ALONE);
  }

  /** Whatever happens: few attempts, and a contradiction only of the last two, which agree. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void onlyTwoThatAgreeContradict(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 500; i++) {
      var tries = new Try[6];
      for (int n = 0; n < tries.length; n++) {
        tries[n] = Try.values()[random.nextInt(Try.values().length)];
      }
      var room = random.nextBoolean() ? Room.SHARED : Room.ALONE;
      var outcome = outcome(room, tries);

      var made = List.of(tries).subList(0, rooms.size());
      int beside = room == Room.SHARED ? lostFirst(made) : 0;
      assertThat(made).hasSizeLessThanOrEqualTo(beside + 3);
      assertThat(rooms.subList(beside, rooms.size()).stream().skip(1)).allMatch(Room.ALONE::equals);
      long equal = made.stream().filter(made.getLast()::equals).count();
      boolean differs = made.getLast() == Try.DIFFERS || made.getLast() == Try.DIFFERS_ELSE;
      assertThat(outcome.equals("contradicts")).as("%s", made).isEqualTo(differs && equal == 2);
      assertThat(outcome.equals("stands")).isEqualTo(made.getLast() == Try.STANDS);
    }
  }

  /** How many attempts were lost for the sake of others before anything else, two at most. */
  private static int lostFirst(List<Try> made) {
    return (int) made.stream().limit(2).takeWhile(Try.LOST::equals).count();
  }
}
