package dev.fractal.telemetry.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/** Who is told, with the headers of the Standard Webhooks specification. */
final class Receiver implements AutoCloseable {
  private final WebhookConfig settings;
  private final HttpClient client;

  Receiver(WebhookConfig settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Tells it once; gives why it was not taken. Nothing of an answer but its status is looked at.
   */
  Optional<String> tell(Notice notice) throws InterruptedException {
    var sent = Instant.now();
    var request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("webhook-id", notice.id())
            .header("webhook-timestamp", Long.toString(sent.getEpochSecond()))
            .header("webhook-signature", settings.key().sign(notice.id(), sent, notice.body()))
            .POST(HttpRequest.BodyPublishers.ofString(notice.body()))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2 ? Optional.empty() : Optional.of("it answered " + status);
    } catch (IOException e) {
      return Optional.of(
          e.getMessage() == null ? e.getClass().getSimpleName() : String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
