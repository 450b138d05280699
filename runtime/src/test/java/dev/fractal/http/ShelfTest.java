package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.http.routes.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which playbooks callers may name. */
final class ShelfTest {
  @TempDir Path area;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(area.resolve("books/more"));
    var books = area.resolve("books");
    Files.writeString(books.resolve("a.yaml"), "clauses: []");
    Files.writeString(books.resolve("more/b.yaml"), "clauses: []");
    Files.writeString(area.resolve("secret.yaml"), "clauses: []");
    Files.createSymbolicLink(books.resolve("inside.yaml"), Path.of("more/b.yaml"));
    Files.createSymbolicLink(books.resolve("outside.yaml"), area.resolve("secret.yaml"));
    Files.createSymbolicLink(books.resolve("up"), area);
    Files.createDirectory(area.resolve("books2"));
    Files.writeString(area.resolve("books2/c.yaml"), "clauses: []");
  }

  private HttpRig rig() {
    return HttpRig.start("fractal.http.playbooks = \"" + area.resolve("books") + "\"");
  }

  private static HttpRig.Answer start(HttpRig rig, String playbook) {
    return rig.post("/v1/sessions", "{\"model\": \"playbook:" + playbook + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.yaml", "more/b.yaml", "./more/../a.yaml", "inside.yaml", "none.yaml"})
  void thoseOfTheDirectoryAreTaken(String name) {
    try (var rig = rig()) {
      assertThat(start(rig, name).status()).isLessThan(300);
      assertThat(rig.checkedModels)
          .containsExactly("playbook:" + area.resolve("books").resolve(name).normalize());
      var absolute = area.resolve("books").resolve(name).toString();
      assertThat(start(rig, absolute).status()).isLessThan(300);
    }
  }

  /** Those that exist and those that do not get one sentence, which names no place. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.yaml",
        "../nothing.yaml",
        "outside.yaml",
        "up/secret.yaml",
        "more/../../secret.yaml",
        "/etc/shadow",
        "/no/such/file",
        "/dev/zero",
        "../books2/c.yaml",
        "AREA/secret.yaml",
        "AREA/books/../secret.yaml",
        "AREA/books2/c.yaml"
      })
  void nothingLeadsOutOfIt(String name) {
    try (var rig = rig()) {
      var answer = start(rig, name.replace("AREA", area.toString()));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.kind()).isEqualTo("ModelSpec");
      assertThat(answer.json().path("detail").asText())
          .isEqualTo(
              "the playbook does not lie in the directory of this node's playbooks"
                  + " (fractal.http.playbooks); name one that does, relative to it");
      assertThat(rig.checkedModels).isEmpty();
    }
  }

  @Test
  void everyFieldAndEveryRouteThatNamesAModelIsAsked() {
    try (var rig = rig()) {
      for (var field : new String[] {"model", "childModel", "leafModel"}) {
        var body = "{\"" + field + "\": \"playbook:/etc/shadow\", \"message\": \"m\"}";
        assertThat(rig.post("/v1/sessions", body.replace(", \"message\": \"m\"", "")).kind())
            .isEqualTo("ModelSpec");
        assertThat(rig.post("/v1/sessions/s1/turns", body).kind()).isEqualTo("ModelSpec");
        assertThat(
                rig.post("/v1/sessions/s1/fork", body.replace(", \"message\": \"m\"", "")).kind())
            .isEqualTo("ModelSpec");
      }
    }
  }

  @Test
  void withoutADirectoryThereAreNone() {
    try (var rig = HttpRig.start()) {
      assertThat(start(rig, "a.yaml").json().path("detail").asText())
          .contains("takes no playbooks");
    }
  }

  @Test
  void aNodeWhoseModelIsAPlaybookOffersItsDirectory() {
    var own = "playbook:" + area.resolve("books/a.yaml");

    assertThat(Shelf.of(Optional.empty(), own).directory()).contains(area.resolve("books"));
    assertThat(Shelf.of(Optional.empty(), "openai:x").directory()).isEmpty();
    assertThat(Shelf.of(Optional.of(area), own).directory()).contains(area);
  }

  @Test
  void aSpecHasAnEnd() {
    try (var rig = rig()) {
      var answer = rig.post("/v1/sessions", "{\"model\": \"openai:" + "x".repeat(5000) + "\"}");
      assertThat(answer.kind()).isEqualTo("ModelSpec");
    }
  }
}
