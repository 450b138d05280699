package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a new user runs first: a real file, counted exactly, and asked about again. */
@Timeout(120)
final class MainJobTest {
  private static final Pattern REVIEW =
      Pattern.compile("^Date: .*? \\|\\| User: (\\d+) \\|\\| Instance: (.*)$");

  @Test
  void oneProcessCountsAndAnotherOneGoesOnWithItsFunctionsAndObjects(@TempDir Path directory)
      throws IOException {
    var reviews = Checkout.shared("data/oolong/reviews-81.txt");
    var command = FractalCommand.in(directory);

    var first =
        command.run(
            "run",
            "--json",
            "--session",
            "s1",
            "--model",
            "playbook:" + Checkout.example("count-reviews.yaml"),
            "--input",
            "doc=" + reviews,
            "Who reviews most in these reviews, and how many dates appear twice?");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.json().path("status").asText()).isEqualTo("final");
    assertThat(first.json().path("value")).isEqualTo(tree("{'user':'54134','datesTwice':5}"));

    var variables = command.run("vars", "s1", "--json");
    assertThat(variables.exit()).isZero();
    assertThat(variables.json().path("reviews").path("exact").asBoolean()).isTrue();
    assertThat(command.run("vars", "s1").out())
        .contains("reviews", "Review", "parseReview", "byUser", "datesTwice");

    var second = command.run("turn", "s1", "--json", "Who wrote the longest one?");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.json().path("turnId").asInt()).isEqualTo(2);
    assertThat(second.json().path("value")).isEqualTo(longest(Files.readAllLines(reviews)));
  }

  private static JsonNode longest(List<String> lines) throws JsonProcessingException {
    var found =
        lines.stream()
            .map(REVIEW::matcher)
            .filter(Matcher::matches)
            .max(Comparator.comparingInt(line -> words(line.group(2))))
            .orElseThrow();
    return tree(
        "{'user':'%s','words':%d,'sampleIsReview':true,'fresh':2}"
            .formatted(found.group(1), words(found.group(2))));
  }

  private static int words(String text) {
    return text.split("\\s+", -1).length;
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return new JsonMapper().readTree(json.replace('\'', '"'));
  }
}
