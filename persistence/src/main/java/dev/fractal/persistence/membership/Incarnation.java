package dev.fractal.persistence.membership;

import java.util.UUID;

/** One life of a node, from its registration to its end; never used again. */
public record Incarnation(UUID id) {
  static Incarnation fresh() {
    return new Incarnation(UUID.randomUUID());
  }

  /** From what {@link #toString} wrote. */
  public static Incarnation of(String text) {
    return new Incarnation(UUID.fromString(text));
  }

  /** The name by which the database's server knows the connections that write for it. */
  public String writes() {
    return "fractal-journal " + id;
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
