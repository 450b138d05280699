package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a turn ended. */
public enum TurnStatus {
  FINAL("final"),
  ERROR("error"),
  TIMEOUT("timeout"),
  BUDGET_EXCEEDED("budget-exceeded"),
  STOPPED("stopped"),
  CANCELLED("cancelled");

  private final String wire;

  TurnStatus(String wire) {
    this.wire = wire;
  }

  @JsonValue
  public String wire() {
    return wire;
  }
}
