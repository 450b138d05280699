package dev.fractal.model.wire;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** One HTTP request on its way: whether it may have reached the server, and a way to end it. */
public final class HttpAttempt {
  private final String id;
  private @Nullable Call call;
  private boolean cancelled;
  private boolean sent;

  HttpAttempt(String id) {
    this.id = id;
  }

  /** The value of {@link HttpAttempts#HEADER} for this attempt. */
  public String id() {
    return id;
  }

  /** Ties the attempt to its HTTP call; false if it was cancelled before. */
  synchronized boolean begin(Call started) {
    call = started;
    return !cancelled;
  }

  synchronized void sending() {
    sent = true;
  }

  /** 1 if the request may have reached the server, whose spend is then unknown, else 0. */
  synchronized int lost() {
    return sent ? 1 : 0;
  }

  void cancel() {
    Call running;
    synchronized (this) {
      cancelled = true;
      running = call;
    }
    if (running != null) {
      running.cancel();
    }
  }
}
