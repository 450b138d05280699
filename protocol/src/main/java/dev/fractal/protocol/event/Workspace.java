package dev.fractal.protocol.event;

import dev.fractal.protocol.InputRef;
import java.util.List;
import java.util.Map;

/**
 * A session's REPL as data: the newest complete save, and the steps evaluated since, whose replay
 * with their recorded results gives the variables as they are now.
 *
 * @param saved variables of the newest complete save
 * @param digests digest of every variable as it is now
 * @param inputs what {@code inputs.NAME} reaches
 * @param replay steps since the save, oldest first
 * @param anchor names the state that saved and replay lead to
 */
public record Workspace(
    Map<String, SavedVariable> saved,
    Map<String, String> digests,
    Map<String, InputRef> inputs,
    List<ReplayStep> replay,
    Anchor anchor) {
  public static final Workspace EMPTY =
      new Workspace(Map.of(), Map.of(), Map.of(), List.of(), new Anchor(0, 0, 0));

  public Workspace {
    saved = Map.copyOf(saved);
    digests = Map.copyOf(digests);
    inputs = Map.copyOf(inputs);
    replay = List.copyOf(replay);
  }

  /**
   * The last evaluated step.
   *
   * @param generation counts how often the session went back to an older head
   */
  public record Anchor(int generation, int turn, int step) {}
}
