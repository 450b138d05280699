package dev.fractal.model.playbook;

import dev.fractal.model.ModelRequest;
import dev.fractal.model.playbook.PlaybookNode.Field;
import dev.fractal.model.playbook.PlaybookNode.Fields;
import dev.fractal.model.playbook.PlaybookNode.Scalar;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one clause of a playbook. */
final class ClauseReader {
  private static final Set<String> KEYS =
      Set.of(
          "match",
          "regex",
          "role",
          "step",
          "delay",
          "error",
          "failures",
          "usage",
          "reply",
          "default");
  private static final Set<String> USAGE_KEYS = Set.of("input", "output", "cached", "cost-usd");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?(ms|s|m)");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(?:\\.\\d{1,15})?");

  private final Fields clause;

  private ClauseReader(Fields clause) {
    this.clause = clause;
  }

  static PlaybookClause read(PlaybookNode node) {
    if (!(node instanceof Fields fields)) {
      throw new PlaybookProblem(
          node.line(), "has " + node.kind() + " as a clause; a clause is a mapping");
    }
    rejectUnknown(fields, KEYS, "a clause");
    return new ClauseReader(fields).clause();
  }

  static void rejectUnknown(Fields fields, Set<String> known, String what) {
    fields
        .fields()
        .forEach(
            (key, field) -> {
              if (!known.contains(key)) {
                throw new PlaybookProblem(
                    field.line(),
                    "has the unknown key '"
                        + key
                        + "'; the keys of "
                        + what
                        + " are "
                        + String.join(", ", new TreeSet<>(known)));
              }
            });
  }

  private PlaybookClause clause() {
    Optional<Scalar> marker = scalar(clause, "default");
    marker.ifPresent(
        value -> {
          if (!value.text().equals("true")) {
            throw wrong(value, "default", "true (leave it out otherwise)");
          }
        });
    Optional<Pattern> regex = scalar(clause, "regex").map(ClauseReader::pattern);
    PlaybookClause.When when =
        new PlaybookClause.When(
            scalar(clause, "match").map(Scalar::text),
            regex,
            scalar(clause, "role").map(ClauseReader::role),
            count("step"));
    Optional<PlaybookClause.Faults> faults = faults();
    Duration delay = scalar(clause, "delay").map(ClauseReader::duration).orElse(Duration.ZERO);
    return new PlaybookClause(
        clause.line(), when, faults, new PlaybookClause.Then(reply(regex, faults), usage(), delay));
  }

  private Optional<PlaybookClause.Faults> faults() {
    OptionalInt attempts = count("failures");
    Optional<Scalar> error = scalar(clause, "error");
    if (error.isEmpty() && attempts.isPresent()) {
      throw new PlaybookProblem(
          lineOf("failures"), "has 'failures' without 'error'; say which error the attempts get");
    }
    return error.map(
        word ->
            new PlaybookClause.Faults(
                ScriptedError.of(word.text())
                    .orElseThrow(() -> wrong(word, "error", "one of " + ScriptedError.words())),
                attempts));
  }

  private Optional<ReplyTemplate> reply(
      Optional<Pattern> regex, Optional<PlaybookClause.Faults> faults) {
    Optional<Scalar> reply = scalar(clause, "reply");
    boolean neverReplies = faults.isPresent() && faults.get().attempts().isEmpty();
    if (reply.isEmpty() && !neverReplies) {
      throw new PlaybookProblem(
          clause.line(), "has a clause without 'reply'; write what the model answers");
    }
    if (regex.isEmpty()) {
      return reply.map(Scalar::text).map(ReplyTemplate::plain);
    }
    int groups = regex.get().matcher("").groupCount();
    Optional<ReplyTemplate> template = reply.map(Scalar::text).map(ReplyTemplate::withGroups);
    if (template.isPresent() && template.get().highestGroup() > groups) {
      throw new PlaybookProblem(
          lineOf("reply"),
          "has ${"
              + template.get().highestGroup()
              + "} in a reply whose regex has "
              + groups
              + " groups; use ${0} to ${"
              + groups
              + "}");
    }
    return template;
  }

  private Usage usage() {
    Field field = clause.fields().get("usage");
    if (field == null) {
      return Usage.UNKNOWN;
    }
    if (!(field.value() instanceof Fields usage)) {
      throw new PlaybookProblem(
          field.line(), "has " + field.value().kind() + " for 'usage'; it is a mapping");
    }
    rejectUnknown(usage, USAGE_KEYS, "usage");
    return new Usage(
        amount(usage, "input", "a whole number, zero or more"),
        amount(usage, "output", "a whole number, zero or more"),
        amount(usage, "cached", "a whole number, zero or more"),
        amount(usage, "cost-usd", "a number, zero or more"));
  }

  private static Quantity amount(Fields usage, String key, String form) {
    Optional<Scalar> value = scalar(usage, key);
    if (value.isEmpty() || value.get().text().equals("unknown")) {
      return Quantity.unknown();
    }
    String text = value.get().text();
    boolean whole = form.startsWith("a whole");
    if (!AMOUNT.matcher(text).matches() || (whole && text.contains("."))) {
      throw wrong(value.get(), key, form);
    }
    return Quantity.of(new BigDecimal(text));
  }

  private OptionalInt count(String key) {
    Optional<Scalar> value = scalar(clause, key);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!value.get().text().matches("[1-9]\\d{0,8}")) {
      throw wrong(value.get(), key, "a whole number from 1");
    }
    return OptionalInt.of(Integer.parseInt(value.get().text()));
  }

  private static Optional<Scalar> scalar(Fields fields, String key) {
    Field field = fields.fields().get(key);
    if (field == null) {
      return Optional.empty();
    }
    if (!(field.value() instanceof Scalar value) || value.kind().equals("nothing")) {
      throw new PlaybookProblem(
          field.line(), "has " + field.value().kind() + " for '" + key + "'; write a single value");
    }
    return Optional.of(value);
  }

  private static ModelRequest.Role role(Scalar value) {
    for (ModelRequest.Role role : ModelRequest.Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(value.text())) {
        return role;
      }
    }
    throw wrong(value, "role", "root, child or leaf");
  }

  private static Pattern pattern(Scalar value) {
    try {
      return Pattern.compile(value.text());
    } catch (PatternSyntaxException e) {
      throw wrong(value, "regex", "a regular expression (" + e.getDescription() + ")");
    }
  }

  private static Duration duration(Scalar value) {
    Matcher form = DURATION.matcher(value.text());
    if (!form.matches()) {
      throw wrong(value, "delay", "a number with a unit, such as 200ms, 2s or 1m");
    }
    long nanos =
        switch (form.group(2)) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          default -> 60_000_000_000L;
        };
    return Duration.ofNanos(
        new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(nanos)).longValue());
  }

  private int lineOf(String key) {
    Field field = clause.fields().get(key);
    return field == null ? clause.line() : field.line();
  }

  private static PlaybookProblem wrong(Scalar value, String key, String form) {
    return new PlaybookProblem(
        value.line(), "has '" + value.text() + "' for '" + key + "'; it must be " + form);
  }
}
