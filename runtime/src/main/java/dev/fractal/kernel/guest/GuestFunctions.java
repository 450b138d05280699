package dev.fractal.kernel.guest;

/**
 * What the preludes ask of the host: texts in, a text out, on the evaluating thread. An engine
 * binds them so that guest code never sees them.
 */
public interface GuestFunctions {
  /** Prints; throws {@link HostStop} when the cell has printed too much. */
  void print(String text);

  /** Takes the turn's value, JSON text, and ends the cell. */
  void end(String value);

  /** An answer of {@link InputDesk}. */
  String input(String name, String operation, String arguments);

  /** Tells a fact about a variable: changed, removed or inexact. */
  void emit(String fact, String variable, String text);

  /** What the parser says about a function's text, as JSON. */
  String describe(String function);
}
