package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.http.wire.HttpStartException;
import dev.fractal.http.wire.TokenFile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class AdmissionTest {
  private static final String READER = "reader-0123456789abcdef";
  private static final String DRIVER = "driver-0123456789abcdef";

  @TempDir Path directory;

  private Path file(String mode, String... lines) throws IOException {
    var file = directory.resolve("tokens");
    Files.write(file, List.of(lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private HttpRig guarded() throws IOException {
    var file = file("rw-------", "# who", READER + " read", "", DRIVER + "\tdrive");
    return HttpRig.start("fractal.http.token-file = \"" + file + "\"");
  }

  @Test
  void aRouteNeedsATokenOfItsRole() throws IOException {
    try (var rig = guarded()) {
      var none = rig.get("/v1/sessions");
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.header("www-authenticate")).contains("Bearer");
      assertThat(rig.get("/v1/sessions", "Authorization", "Bearer " + READER).status())
          .isEqualTo(200);
      assertThat(rig.get("/v1/sessions", "Authorization", "bearer " + DRIVER).status())
          .isEqualTo(200);
      assertThat(rig.post("/v1/sessions", "", "Authorization", "Bearer " + READER).kind())
          .isEqualTo("RoleTooLow");
      assertThat(rig.post("/v1/sessions", "", "Authorization", "Bearer " + DRIVER).status())
          .isEqualTo(201);
    }
  }

  @Test
  void whoMayReadMayReadMetrics() throws IOException {
    try (var rig = guarded()) {
      assertThat(rig.get("/metrics").status()).isEqualTo(401);
      var read = rig.get("/metrics", "Authorization", "Bearer " + READER);
      assertThat(read.status()).isEqualTo(200);
      assertThat(read.header("content-type")).contains("text/plain; version=0.0.4; charset=UTF-8");
      assertThat(read.body()).startsWith("# HELP");
    }
  }

  @Test
  void aTokenIsNeverEchoed() throws IOException {
    try (var rig = guarded()) {
      var secret = "planted-secret-0123456789";
      for (var value : new String[] {"Bearer " + secret, "Basic " + secret, secret, "Bearer "}) {
        var answer = rig.get("/v1/sessions", "Authorization", value);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain(secret);
      }
      assertThat(
              rig.get(
                      "/v1/sessions",
                      "Authorization",
                      "Bearer " + READER,
                      "Authorization",
                      "Bearer " + DRIVER)
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void healthAndTheDescriptionAreForEverybody() throws IOException {
    try (var rig = guarded()) {
      assertThat(rig.get("/health/alive").status()).isEqualTo(200);
      assertThat(rig.get("/health/ready").status()).isEqualTo(200);
      assertThat(rig.get("/openapi.json").status()).isEqualTo(200);
    }
  }

  @Test
  void withTokensTheWidestProfileIsThere() throws IOException {
    try (var rig = guarded()) {
      assertThat(
              rig.post(
                      "/v1/sessions",
                      "{\"profile\":\"trusted\"}",
                      "Authorization",
                      "Bearer " + DRIVER)
                  .status())
          .isEqualTo(201);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rw-r--r--|tok-0123456789abcdef read|may be read or written by others",
        "rw-------|tok-0123456789abcdef|line 1 that is not 'TOKEN ROLE'",
        "rw-------|tok-0123456789abcdef admin|a role that is not read, answer or drive in line 1",
        "rw-------|short read|less than 16 characters in line 1",
        "rw-------|# nothing|has no line"
      })
  void aBadTokenFileKeepsTheServerFromStarting(String mode, String line, String sentence)
      throws IOException {
    var file = file(mode, line);
    assertThatThrownBy(() -> TokenFile.read(file))
        .isInstanceOf(HttpStartException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("tok-");
  }

  @Test
  void anAddressThatOthersReachNeedsTokens() {
    assertThatThrownBy(() -> HttpRig.start("fractal.http.host = \"0.0.0.0\""))
        .isInstanceOf(HttpStartException.class)
        .hasMessageContaining("may not listen on 0.0.0.0 without authentication");
  }

  @Test
  void aTakenPortIsSaidInOneSentence() {
    try (var rig = HttpRig.start()) {
      int port = rig.server.address().getPort();
      assertThatThrownBy(() -> HttpRig.start("fractal.http.port = " + port))
          .isInstanceOf(HttpStartException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void pagesOfOtherOriginsMayNotCall() {
    try (var rig = HttpRig.start()) {
      assertThat(rig.post("/v1/sessions", "", "Origin", "https://evil.example").kind())
          .isEqualTo("OriginNotAllowed");
      assertThat(rig.get("/v1/sessions", "Origin", "null").status()).isEqualTo(403);
      var own = "http://127.0.0.1:" + rig.server.address().getPort();
      var answer = rig.get("/v1/sessions", "Origin", own);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("access-control-allow-origin")).isEmpty();
      assertThat(rig.sessions.asked).isEmpty();
    }
  }

  @Test
  void aConfiguredOriginMay() {
    try (var rig = HttpRig.start("fractal.http.cors-origins = [\"https://good.example\"]")) {
      assertThat(
              rig.get("/v1/sessions", "Origin", "https://good.example")
                  .header("access-control-allow-origin"))
          .contains("https://good.example");
      var before =
          rig.send(
              rig.request("/v1/sessions", "Origin", "https://good.example")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      assertThat(before.status()).isEqualTo(204);
      assertThat(before.header("access-control-allow-headers").orElse(""))
          .contains("Last-Event-ID");
    }
  }

  /** A form that a page of another site sends needs no Origin in every browser. */
  @Test
  void whatABrowserSendsForAnotherSiteIsRefused() {
    try (var rig = HttpRig.start()) {
      var body = "{\"message\": \"hello\"}";
      var path = "/v1/sessions/s1/turns";
      assertThat(rig.post(path, body, "Sec-Fetch-Site", "cross-site").kind())
          .isEqualTo("OriginNotAllowed");
      assertThat(rig.post(path, body, "Sec-Fetch-Site", "same-site").kind())
          .isEqualTo("OriginNotAllowed");
      assertThat(rig.post(path, body, "Sec-Fetch-Site", "same-origin").status()).isLessThan(300);
      assertThat(rig.get("/v1/sessions", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(200);
    }
  }
}
