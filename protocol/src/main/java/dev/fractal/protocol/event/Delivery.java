package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a suspended cell waits for before it goes on. */
public enum Delivery {
  /** All of its calls; their results are given in the order of the calls. */
  @JsonProperty("all")
  ALL,

  /**
   * Something that settles a promise; the results are given in the order in which they are written.
   */
  @JsonProperty("batches")
  BATCHES
}
