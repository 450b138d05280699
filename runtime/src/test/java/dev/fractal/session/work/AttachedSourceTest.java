package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attachRlm takes as its source. */
final class AttachedSourceTest {
  private static AttachedSource read(String json) throws JsonProcessingException {
    return AttachedSource.of(new JsonMapper().readTree(json.replace('\'', '"')));
  }

  @Test
  void aSessionIsNamedByItsIdByAnObjectOrByAnEnvelope() throws JsonProcessingException {
    var head = HeadId.of("h");
    var session = new SessionId("s-1");
    assertThat(read("'s-1'")).isEqualTo(new AttachedSource(session, Optional.empty()));
    assertThat(read("{'session':'s-1'}")).isEqualTo(new AttachedSource(session, Optional.empty()));
    assertThat(read("{'rlm':true,'session':'s-1','head':null}"))
        .isEqualTo(new AttachedSource(session, Optional.empty()));
    assertThat(read("{'rlm':true,'session':'s-1','head':'" + head + "'}"))
        .isEqualTo(new AttachedSource(session, Optional.of(head)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "sha256:0123"                  | a head does not tell its session
          "a b"                          | is not a session id
          17                             | a session's id, an envelope, or {session, head}
          {"head":"sha256:01"}           | a session's id, an envelope, or {session, head}
          {"session":"s","head":3}       | its head is a text
          {"session":"s","head":"x"}     | is not a head id
          """)
  void anythingElseIsOneSentence(String json, String sentence) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
