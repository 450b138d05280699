package dev.fractal.telemetry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The block {@code fractal.webhook}. */
final class WebhookConfigTest {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Map<String, String> KEYED = Map.of("FRACTAL_WEBHOOK_KEY", KEY);

  private static Config with(String lines) {
    return ConfigFactory.parseString(lines).withFallback(ConfigFactory.load());
  }

  private static Config url(String url) {
    return with("fractal.webhook.url = \"" + url + "\"");
  }

  @Test
  void nobodyIsTold() {
    assertThat(WebhookConfig.from(with(""), Map.of())).isEmpty();
  }

  @Test
  void theDefaultsAreTheDocumentedOnesAndNoKeyIsShown() {
    var read = WebhookConfig.from(url("https://h.example/x?y=1"), KEYED).orElseThrow();
    assertThat(read.url()).isEqualTo(URI.create("https://h.example/x?y=1"));
    assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(read.retry()).isEqualTo(Duration.ofHours(1));
    assertThat(read.queue()).isEqualTo(10_000);
    assertThat(read.flush()).isEqualTo(Duration.ofSeconds(2));
    assertThat(read.toString()).doesNotContain(KEY.substring(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"h.example", "ftp://h/x", "http://", "https://me:secret@h/x", "http://h x"})
  void whatIsNoUrlIsRefused(String text) {
    assertThatThrownBy(() -> WebhookConfig.from(url(text), KEYED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "planted-secret-of-some-length",
        "whsec_",
        "whsec_***planted***",
        "whsec_cGxhbnRlZA==",
        "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void whatIsNoKeyIsRefusedAndNotShown(String text) {
    assertThatThrownBy(
            () -> WebhookConfig.from(url("https://h"), Map.of("FRACTAL_WEBHOOK_KEY", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FRACTAL_WEBHOOK_KEY")
        .hasMessageNotContaining("planted")
        .hasMessageNotContaining("AAAA");
  }

  /** The example of the specification. */
  @Test
  void aBodyIsSignedAsTheSpecificationHasIt() {
    assertThat(
            WebhookKey.of(KEY)
                .sign(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    Instant.ofEpochSecond(1_614_265_330),
                    "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }
}
