package dev.fractal.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8080,true",
    "127.0.0.1,true",
    "[::1]:8080,true",
    "evil.example,false",
    "127.0.0.1.evil.example:80,false",
    "localhost.evil.example,false"
  })
  void withoutAuthenticationOnlyNamesOfThisMachineAreAnswered(String host, boolean allowed) {
    var origins = new Origins(Set.of(), true, "http");
    if (allowed) {
      assertThat(origins.check(List.of(), List.of(), host)).isEmpty();
    } else {
      assertThatThrownBy(() -> origins.check(List.of(), List.of(), host))
          .isInstanceOf(ProblemException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http,http://node:8080,true",
    "http,https://node:8080,false",
    "https,https://node:8080,true",
    "https,http://node:8080,false",
    "http,http://node,false",
    "http,null,false"
  })
  void anOriginIsThisServersWithItsSchemeToo(String scheme, String origin, boolean allowed) {
    var origins = new Origins(Set.of(), false, scheme);
    if (allowed) {
      assertThat(origins.check(List.of(origin), List.of(), "node:8080")).isEmpty();
    } else {
      assertThatThrownBy(() -> origins.check(List.of(origin), List.of(), "node:8080"))
          .isInstanceOf(ProblemException.class);
    }
  }
}
