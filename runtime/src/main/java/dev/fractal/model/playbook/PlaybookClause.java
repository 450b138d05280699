package dev.fractal.model.playbook;

import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One clause of a playbook: conditions, and what it answers when all of them hold.
 *
 * @param line where the clause starts
 */
record PlaybookClause(int line, When when, Optional<Faults> faults, Then then) {

  /** The conditions; one that is absent holds. */
  record When(
      Optional<String> match,
      Optional<Pattern> regex,
      Optional<ModelRequest.Role> role,
      OptionalInt step) {

    boolean holdsBeforeRegex(PlaybookQuestion question) {
      return (role.isEmpty() || role.get() == question.role())
          && (step.isEmpty() || step.getAsInt() == question.step())
          && (match.isEmpty() || question.newest().contains(match.get()));
    }
  }

  /**
   * A scripted failure.
   *
   * @param attempts how many attempts of a call fail; empty if all do
   */
  record Faults(ScriptedError error, OptionalInt attempts) {
    boolean hits(int attempt) {
      return attempts.isEmpty() || attempt <= attempts.getAsInt();
    }
  }

  /** The reply, absent if every attempt fails. */
  record Then(Optional<ReplyTemplate> reply, Usage usage, Duration delay) {}

  /** The answer, if all conditions hold; or that they cannot be looked at with bounded work. */
  Optional<PlaybookAnswer> answerWithin(PlaybookQuestion question) {
    try {
      return answer(question);
    } catch (MeteredText.TooManyLooks | StackOverflowError e) {
      return Optional.of(new PlaybookAnswer.Endless(line));
    }
  }

  private Optional<PlaybookAnswer> answer(PlaybookQuestion question) {
    if (!when.holdsBeforeRegex(question)) {
      return Optional.empty();
    }
    Optional<Matcher> matcher =
        when.regex().map(regex -> regex.matcher(new MeteredText(question.newest())));
    if (matcher.isPresent() && !matcher.get().find()) {
      return Optional.empty();
    }
    if (faults.isPresent() && faults.get().hits(question.attempt())) {
      return Optional.of(new PlaybookAnswer.Fault(faults.get().error(), line, then.delay()));
    }
    return then.reply()
        .map(reply -> matcher.map(reply::filled).orElseGet(reply::plain))
        .map(text -> new PlaybookAnswer.Reply(text, then.usage(), then.delay()));
  }
}
