package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What somebody wants of a session's schedules.
 *
 * @param by who it is, 1 to 200 characters
 */
public record ScheduleOrder(Act act, String by) {
  /** Characters of the longest name. */
  public static final int LONGEST_NAME = 200;

  public ScheduleOrder {
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("who sets a schedule is named in 1 to 200 characters");
    }
  }

  /** What is to be done. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "act")
  @JsonSubTypes({@JsonSubTypes.Type(Add.class), @JsonSubTypes.Type(Change.class)})
  public sealed interface Act {
    /** The schedule's name. */
    String name();
  }

  /** There shall be this schedule. */
  @JsonTypeName("add")
  public record Add(Schedule schedule) implements Act {
    @Override
    public String name() {
      return schedule.name();
    }
  }

  /** It shall make turns, make none for a while, or be gone. */
  @JsonTypeName("change")
  public record Change(String name, Schedule.Phase phase) implements Act {
    public Change {
      Schedule.named(name);
    }
  }
}
