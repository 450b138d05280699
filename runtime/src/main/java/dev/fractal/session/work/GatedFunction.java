package dev.fractal.session.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.gate.CommandResult;
import dev.fractal.gate.FetchedText;
import dev.fractal.gate.Gate;
import dev.fractal.gate.Listing;
import dev.fractal.gate.Outcome;
import dev.fractal.gate.Territory;
import dev.fractal.protocol.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The gated functions as cells see them: what they take, and the values that they give. */
final class GatedFunction {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private GatedFunction() {}

  /** A value for the cell, or why there is none. */
  sealed interface Answered {
    record Value(JsonNode value) implements Answered {}

    record Not(Failure failure) implements Answered {}
  }

  /**
   * Makes a call; blocks.
   *
   * @param arguments JSON array
   * @throws IllegalArgumentException with one sentence when the arguments are not what it takes
   */
  static Answered call(Gate gate, Territory territory, String function, JsonNode arguments) {
    return switch (function) {
      case "readFile" ->
          answered(
              gate.readFile(territory, text(arguments, 0, "readFile(path)")),
              file -> NODES.textNode(file.text()));
      case "listFiles" ->
          answered(
              whole(gate.listFiles(territory, text(arguments, 0, "listFiles(path)"))),
              GatedFunction::listing);
      case "writeFile" ->
          answered(
              gate.writeFile(
                  territory,
                  text(arguments, 0, "writeFile(path, text)"),
                  text(arguments, 1, "writeFile(path, text)")),
              file -> NODES.objectNode().put("path", file.name()).put("bytes", file.bytes()));
      case "fetchText" ->
          answered(
              gate.fetchText(territory, text(arguments, 0, "fetchText(url)")),
              GatedFunction::fetched);
      case "sh" ->
          answered(gate.sh(territory, command(arguments.path(0))), GatedFunction::commanded);
      case String other ->
          throw new IllegalArgumentException("the host has no function '" + other + "'");
    };
  }

  private static <T> Answered answered(Outcome<T> outcome, Function<T, JsonNode> value) {
    return switch (outcome) {
      case Outcome.Done<T>(T done) -> new Answered.Value(value.apply(done));
      case Outcome.Refused<T>(var message) -> new Answered.Not(new Failure("GateRefused", message));
      case Outcome.Failed<T>(var message) -> new Answered.Not(new Failure("GateFailed", message));
    };
  }

  private static String text(JsonNode arguments, int index, String form) {
    JsonNode argument = arguments.path(index);
    if (!argument.isTextual()) {
      throw new IllegalArgumentException(
          form + " takes texts, and argument " + (index + 1) + " is not one");
    }
    return argument.asText();
  }

  private static List<String> command(JsonNode argument) {
    var words = new ArrayList<String>();
    for (JsonNode word : argument) {
      if (word.isTextual()) {
        words.add(word.asText());
      }
    }
    if (!argument.isArray() || words.isEmpty() || words.size() < argument.size()) {
      throw new IllegalArgumentException(
          "sh takes an array of texts, the program's name and its arguments, such as"
              + " sh([\"ls\", \"-l\"]); no shell reads them");
    }
    return words;
  }

  /** A listing that is not whole would pass for a whole one, so it is none. */
  private static Outcome<Listing> whole(Outcome<Listing> outcome) {
    return outcome instanceof Outcome.Done<Listing>(Listing(var name, var entries, var total))
            && entries.size() < total
        ? new Outcome.Failed<>(
            "'%s' has %,d entries and a listing holds at most %,d; name a directory below it"
                .formatted(name, total, entries.size()))
        : outcome;
  }

  private static JsonNode listing(Listing listing) {
    var entries = NODES.arrayNode();
    for (var entry : listing.entries()) {
      entries
          .addObject()
          .put("name", entry.name())
          .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
          .put("size", entry.size());
    }
    return entries;
  }

  private static ObjectNode fetched(FetchedText fetched) {
    return NODES
        .objectNode()
        .put("url", fetched.url())
        .put("status", fetched.status())
        .put("contentType", fetched.contentType())
        .put("text", fetched.text());
  }

  private static ObjectNode commanded(CommandResult result) {
    return NODES
        .objectNode()
        .put("exit", result.exit())
        .put("out", result.stdout())
        .put("err", result.stderr())
        .put("truncated", result.truncated());
  }
}
