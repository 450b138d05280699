package dev.fractal.session.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.event.Ask;
import dev.fractal.session.decide.WaitReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@code ask}.
 *
 * @param options what was said beside the question; an object
 */
record QuestionForm(
    String question, JsonNode options, List<String> choices, Optional<Duration> within) {
  private static final Set<String> KNOWN =
      Set.of("to", "choices", "schema", "timeout", "default", "details");

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with one sentence for the cell
   */
  static QuestionForm read(JsonNode arguments) {
    var question = arguments.path(0);
    if (!question.isTextual() || question.asText().isBlank()) {
      throw new IllegalArgumentException("ask(question, options) takes a text as its question");
    }
    if (question.asText().length() > Ask.LONGEST_QUESTION) {
      throw new IllegalArgumentException(
          "a question has at most 4,000 characters; put the material into its details");
    }
    requireWhole(question.asText());
    var options = arguments.path(1);
    if (!options.isObject() && !options.isMissingNode() && !options.isNull()) {
      throw new IllegalArgumentException("the options of ask are an object, not " + options);
    }
    for (var name : (Iterable<String>) options::fieldNames) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "ask has no option '%s'; it takes to, choices, schema, timeout, default and details"
                .formatted(name));
      }
    }
    var within =
        option(options, "timeout")
            .map(time -> TimeForm.duration(time, "the timeout of ask is a time"));
    var form = new QuestionForm(question.asText(), options, choices(options), within);
    form.check();
    return form;
  }

  private static List<String> choices(JsonNode options) {
    var choices = new ArrayList<String>();
    for (var choice : options.path("choices")) {
      if (!choice.isTextual()
          || choice.asText().isBlank()
          || choice.asText().length() > Ask.LONGEST_CHOICE
          || choices.contains(choice.asText())) {
        throw new IllegalArgumentException(
            "the choices of ask are different texts of 1 to 200 characters, and one is " + choice);
      }
      requireWhole(choice.asText());
      choices.add(choice.asText());
    }
    boolean given = option(options, "choices").isPresent();
    if (choices.size() > Ask.MOST_CHOICES
        || (given && (choices.isEmpty() || !options.path("choices").isArray()))) {
      throw new IllegalArgumentException("the choices of ask are an array of 1 to 50 texts");
    }
    return choices;
  }

  /** People read it in encodings that have no half of a character. */
  private static void requireWhole(String text) {
    if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
      throw new IllegalArgumentException(
          "what ask shows to people has half of a surrogate pair in it; cut texts between characters");
    }
  }

  private void check() {
    var to = option("to");
    if (to.isPresent()
        && (!to.get().isTextual()
            || to.get().asText().isBlank()
            || to.get().asText().length() > Ask.LONGEST_CHOICE)) {
      throw new IllegalArgumentException("the option to of ask is a text of 1 to 200 characters");
    }
    to.map(JsonNode::asText).ifPresent(QuestionForm::requireWhole);
    if (!choices.isEmpty() && option("schema").isPresent()) {
      throw new IllegalArgumentException("ask takes choices or a schema, not both");
    }
    var terms = new AnswerTerms(choices, option("schema"));
    option("default")
        .flatMap(terms::misfit)
        .ifPresent(
            misfit -> {
              throw new IllegalArgumentException("the default of ask does not fit it: " + misfit);
            });
  }

  /** The question with its texts in the store, where they are long. */
  WaitReading kept(PayloadStore payloads) {
    var ask =
        new Ask(
            option("to").map(JsonNode::asText),
            question,
            option("details").map(JsonNode::toString).map(payloads::keep),
            choices,
            option("schema").map(JsonNode::toString).map(payloads::keep),
            option("default").map(JsonNode::toString).map(payloads::keep),
            Optional.empty(),
            Optional.empty());
    return new WaitReading.Question(ask, within);
  }

  private Optional<JsonNode> option(String name) {
    return option(options, name);
  }

  private static Optional<JsonNode> option(JsonNode options, String name) {
    return Optional.ofNullable(options.get(name)).filter(value -> !value.isNull());
  }
}
