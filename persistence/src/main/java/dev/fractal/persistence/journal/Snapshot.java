package dev.fractal.persistence.journal;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A state that may be kept as a snapshot of its journal. The root type, named by {@code
 * fractal.persistence.snapshot-class}, carries {@code @JsonTypeInfo}; its sealed subtypes carry
 * {@code @JsonTypeName} and are found without being listed.
 */
public interface Snapshot {
  /**
   * Whether one may go on from it. If not, it is skipped like one that cannot be read, and the
   * journal is replayed.
   */
  @JsonIgnore
  default boolean isLasting() {
    return true;
  }
}
