package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns that a session gets at certain times.
 *
 * @param name 1 to 64 characters of {@code [A-Za-z0-9._~-]}, the first a letter or a digit
 * @param task what each turn is asked, 1 to 4,000 characters that are not all blank
 */
public record Schedule(String name, String task, Rhythm rhythm, Overlap overlap) {
  /** Characters of the longest task. */
  public static final int LONGEST_TASK = 4_000;

  /** Schedules that one session has at most. */
  public static final int MOST = 50;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public Schedule {
    named(name);
    if (task.isBlank() || task.length() > LONGEST_TASK) {
      throw new IllegalArgumentException(
          "the task of a schedule has 1 to 4,000 characters that are not all blank, not %,d"
              .formatted(task.length()));
    }
    if (HALF.matcher(task).find()) {
      throw new IllegalArgumentException("a task has no half of a surrogate pair; send it whole");
    }
  }

  /**
   * The name, if it can be one.
   *
   * @throws IllegalArgumentException with one sentence that says what it takes
   */
  public static String named(String name) {
    if (!NAME.matcher(name).matches()) {
      var shown = name.length() <= 64 ? name : name.substring(0, 64) + "…";
      throw new IllegalArgumentException(
          "'%s' is not the name of a schedule; use 1 to 64 letters, digits, '.', '_', '~' or '-',"
                  .formatted(shown)
              + " starting with a letter or a digit");
    }
    return name;
  }

  /** The request id of the turn that is due then: the same time never makes a second turn. */
  public String requestId(Instant due) {
    return "schedule:" + name + ":" + due;
  }

  /** When it is due. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "rhythm")
  @JsonSubTypes({@JsonSubTypes.Type(Every.class), @JsonSubTypes.Type(Cron.class)})
  public sealed interface Rhythm {}

  /**
   * Again and again after the same time, counted from when it was set.
   *
   * @param period 1 s to 3652 days, in whole milliseconds
   */
  @JsonTypeName("every")
  public record Every(Duration period) implements Rhythm {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3652);

    public Every {
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "the time between two turns of a schedule is 1s to 3652d, not " + period);
      }
      if (!period.equals(Duration.ofMillis(period.toMillis()))) {
        throw new IllegalArgumentException(
            "the time between two turns of a schedule has whole milliseconds, unlike " + period);
      }
    }
  }

  /**
   * At the times that an expression names.
   *
   * @param expression five fields as in a crontab; whether it is one is not checked here
   * @param zone whose clocks it means, such as {@code Europe/Berlin}; whether there is such a zone
   *     is not checked here
   */
  @JsonTypeName("cron")
  public record Cron(String expression, String zone) implements Rhythm {
    /** Characters of the longest expression, and of the longest name of a zone. */
    public static final int LONGEST = 200;

    public Cron {
      if (expression.isBlank() || expression.length() > LONGEST) {
        throw new IllegalArgumentException("a cron expression has 1 to 200 characters");
      }
      if (zone.isBlank() || zone.length() > LONGEST) {
        throw new IllegalArgumentException("the name of a time zone has 1 to 200 characters");
      }
    }
  }

  /** What becomes of a turn that is due while another one runs or waits. */
  public enum Overlap {
    /** There is none. */
    SKIP("skip"),
    /** It waits in the queue. */
    QUEUE("queue");

    private final String wire;

    Overlap(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }

    public static Optional<Overlap> named(String wire) {
      return Arrays.stream(values()).filter(overlap -> overlap.wire.equals(wire)).findFirst();
    }
  }

  /** Whether a schedule makes turns. */
  public enum Phase {
    ACTIVE("active"),
    /** Times that come meanwhile are not made up for. */
    PAUSED("paused"),
    REMOVED("removed");

    private final String wire;

    Phase(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
