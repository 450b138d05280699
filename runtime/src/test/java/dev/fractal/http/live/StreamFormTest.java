package dev.fractal.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What streams say is a contract to the byte. */
final class StreamFormTest {
  private static final ByteString JSON = ByteString.fromString("{\"a\":1}");

  @Test
  void serverSentEventsHaveIdsAndNewsHaveNames() {
    var form = StreamForm.SERVER_SENT;

    assertThat(form.event("7", JSON).utf8String()).isEqualTo("id: 7\ndata: {\"a\":1}\n\n");
    assertThat(form.transientNews(JSON).utf8String())
        .isEqualTo("event: progress\ndata: {\"a\":1}\n\n");
    assertThat(form.gap(3).utf8String()).isEqualTo("event: gap\ndata: {\"missed\":3}\n\n");
    assertThat(form.alive().utf8String()).isEqualTo(": alive\n\n");
  }

  @Test
  void linesAreEventsAloneUnlessNewsAreWanted() {
    assertThat(StreamForm.LINES.event("7", JSON).utf8String()).isEqualTo("{\"a\":1}\n");
    assertThat(StreamForm.LINES.transientNews(JSON).isEmpty()).isTrue();
    assertThat(StreamForm.LINES.gap(3).isEmpty()).isTrue();
    assertThat(StreamForm.ALL_LINES.transientNews(JSON).utf8String()).isEqualTo("{\"a\":1}\n");
    assertThat(StreamForm.ALL_LINES.gap(3).isEmpty()).isTrue();
  }
}
