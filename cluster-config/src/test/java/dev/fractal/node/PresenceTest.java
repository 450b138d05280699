package dev.fractal.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
  private static void check(String profile, String line) {
    Presence.check(
        ConfigFactory.parseString(line)
            .withFallback(
                ConfigFactory.parseString("fractal.store.postgres.url = \"jdbc:postgresql://h/d\""))
            .withFallback(ConfigFactory.load(profile)),
        InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "postgres", "client"})
  void everyProfileIsFitAsItIs(String profile) {
    assertThatCode(() -> check(profile, "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local    | fractal.store.kind = postgres         | a node alone would not see
          postgres | fractal.store.kind = h2               | is not shared
          client   | fractal.store.kind = h2               | has no nodes
          local    | fractal.cluster.presence = everywhere | fractal.cluster.presence is 'everywhere'; use
          """)
  void aStoreThatDoesNotFitIsRefusedBeforeItIsOpened(String profile, String line, String why) {
    assertThatThrownBy(() -> check(profile, line))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(why);
  }
}
