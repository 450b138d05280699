package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PageRoutesTest {
  private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");
  private static final String TOKEN = "reader-0123456789abcdef";

  @Test
  void thePageIsThereWithItsPolicy() {
    try (var rig = HttpRig.start()) {
      var page = rig.get("/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).contains("text/html; charset=UTF-8");
      assertThat(page.header("content-security-policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(page.header("x-content-type-options")).contains("nosniff");
      assertThat(page.header("referrer-policy")).contains("no-referrer");
      assertThat(page.body()).doesNotContain("<script>", "style=", "onclick");
    }
  }

  @Test
  void everyModuleThatAModuleImportsIsThere() {
    try (var rig = HttpRig.start()) {
      var open = new ArrayDeque<>(List.of("main.js"));
      var seen = new TreeSet<String>();
      while (!open.isEmpty()) {
        var name = open.pop();
        if (seen.add(name)) {
          var file = rig.get("/page/" + name);
          assertThat(file.status()).as(name).isEqualTo(200);
          assertThat(file.header("content-type")).contains("text/javascript; charset=UTF-8");
          IMPORT.matcher(file.body()).results().forEach(found -> open.add(found.group(1)));
        }
      }
      assertThat(seen).contains("preact.js", "list.js", "session.js", "fold.js");
    }
  }

  @Test
  void noModulePutsMarkupIn() {
    try (var rig = HttpRig.start()) {
      for (var name : List.of("app", "list", "session", "tree", "timeline", "step", "heads")) {
        assertThat(rig.get("/page/" + name + ".js").body())
            .doesNotContain("innerHTML", "dangerouslySet", "eval(", "document.write");
      }
    }
  }

  @Test
  void aFileThatIsKnownIsNotSentAgain() {
    try (var rig = HttpRig.start()) {
      var tag = rig.get("/page/style.css").header("etag").orElseThrow();
      var again = rig.get("/page/style.css", "If-None-Match", tag);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(rig.get("/page/style.css", "If-None-Match", "\"old\"").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/none.js",
        "/page/PageFiles.class",
        "/page/..%2Fopenapi.json",
        "/page/%2Freference.conf",
        "/page/index.html/",
        "/page/",
        "/page/a%00.js",
        "/index.html"
      })
  void nothingElseIsServed(String path) {
    try (var rig = HttpRig.start()) {
      var answer = rig.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.kind()).isEqualTo("UnknownPath");
    }
  }

  @Test
  void thePageIsForEverybodyAndSaysWhatItsReaderMayDo(@TempDir Path directory) throws IOException {
    var tokens = directory.resolve("tokens");
    Files.write(tokens, List.of(TOKEN + " read"));
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    try (var rig = HttpRig.start("fractal.http.token-file = \"" + tokens + "\"");
        var open = HttpRig.start()) {
      assertThat(rig.get("/").status()).isEqualTo(200);
      assertThat(rig.get("/page/main.js").status()).isEqualTo(200);
      assertThat(rig.get("/v1/access").status()).isEqualTo(401);
      assertThat(rig.get("/v1/access", "Authorization", "Bearer " + TOKEN).json())
          .hasToString("{\"authentication\":\"bearer\",\"role\":\"read\"}");
      assertThat(open.get("/v1/access").json())
          .hasToString("{\"authentication\":\"off\",\"role\":\"drive\"}");
    }
  }
}
