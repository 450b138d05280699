package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.model.ModelRequest.Role;
import dev.fractal.model.playbook.Playbook;
import dev.fractal.model.playbook.PlaybookAnswer;
import dev.fractal.model.playbook.PlaybookQuestion;
import dev.fractal.protocol.Usage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the stub server's requests from a playbook. What HTTP does not carry comes from the call
 * key: a host call's key has an {@code /h} part and is a leaf's, any other one is a root's and
 * names its step; the attempt is how often the key was seen.
 */
record ScriptedStub(StubFormat format, Playbook playbook)
    implements Function<StubRequest, StubReply> {
  private static final Pattern STEP = Pattern.compile("/s(\\d+)");

  @Override
  public StubReply apply(StubRequest request) {
    boolean leaf = request.key().contains("/h");
    Matcher step = STEP.matcher(request.key());
    PlaybookQuestion question =
        new PlaybookQuestion(
            request.newest(),
            leaf ? Role.LEAF : Role.ROOT,
            !leaf && step.find() ? Integer.parseInt(step.group(1)) : 1,
            request.number());
    return switch (playbook.answer(question)) {
      case PlaybookAnswer.Reply(var text, var usage, var delay) ->
          new StubReply.Stream(text, usage(usage), Optional.empty(), delay);
      case PlaybookAnswer.Fault fault -> fault(fault);
      case PlaybookAnswer.Endless _ -> error(400, "an endless expression", Duration.ZERO);
      case PlaybookAnswer.Unscripted() ->
          error(400, "no clause of the stub's playbook matches", Duration.ZERO);
    };
  }

  private static StubReply fault(PlaybookAnswer.Fault fault) {
    return switch (fault.error()) {
      case RATE_LIMIT -> error(429, "scripted", fault.delay());
      case SERVER_ERROR -> error(500, "scripted", fault.delay());
      case BAD_REQUEST -> error(400, "scripted", fault.delay());
      case TIMEOUT -> new StubReply.Hang("");
    };
  }

  private static StubReply error(int code, String why, Duration delay) {
    return new StubReply.Status(code, Map.of(), why, delay);
  }

  private Optional<String> usage(Usage usage) {
    ObjectNode json = format.usage(usage);
    return json.isEmpty() ? Optional.empty() : Optional.of(json.toString());
  }
}
