package dev.fractal.model.playbook;

import dev.fractal.protocol.Usage;
import java.time.Duration;

/** What a playbook answers to one attempt. */
public sealed interface PlaybookAnswer {
  /** The clause's reply, due after its delay. */
  record Reply(String text, Usage usage, Duration delay) implements PlaybookAnswer {}

  /**
   * The failure that the clause scripts, due after its delay.
   *
   * @param line of the clause
   */
  record Fault(ScriptedError error, int line, Duration delay) implements PlaybookAnswer {}

  /**
   * A clause's regular expression takes too much work.
   *
   * @param line of the clause
   */
  record Endless(int line) implements PlaybookAnswer {}

  /** No clause matches. */
  record Unscripted() implements PlaybookAnswer {}
}
