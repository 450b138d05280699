package dev.fractal.telemetry.webhook;

import com.typesafe.config.Config;
import dev.fractal.session.work.SessionMeter;

/**
 * Tells an address what people may want to know: that somebody is asked, and that a turn has ended.
 * Sessions neither wait for it nor fail with it; safe for any thread.
 */
public interface Webhook extends AutoCloseable {
  /** The same meter, whose sessions are told of. */
  SessionMeter sessions(SessionMeter meter);

  /** Sends what is left, for a bounded time. */
  @Override
  void close();

  /**
   * What the block {@code fractal.webhook} asks for; without a URL nobody is told anything.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  static Webhook open(Config whole) {
    return WebhookConfig.from(whole).<Webhook>map(SentNotices::start).orElseGet(NoWebhook::new);
  }

  /**
   * Looks at the block without starting anything.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  static void check(Config whole) {
    var _ = WebhookConfig.from(whole);
  }
}
