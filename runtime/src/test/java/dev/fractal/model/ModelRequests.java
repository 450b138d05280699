package dev.fractal.model;

import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Role;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.protocol.CallKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests for tests, and ways to wait for what comes of them. */
public final class ModelRequests {
  public static final Consumer<String> UNHEARD = piece -> {};

  private ModelRequests() {}

  /** The first root call of a turn, with 10 seconds to answer. */
  public static ModelRequest root(String newest) {
    return root(newest, 1);
  }

  public static ModelRequest root(String newest, int step) {
    CallKey key = new CallKey("s/t1/s" + step);
    return request(key, Role.ROOT, step, newest);
  }

  public static ModelRequest leaf(String newest) {
    return request(new CallKey("s/t1/s1/c0/h0"), Role.LEAF, 1, newest);
  }

  public static ModelRequest request(CallKey key, Role role, int step, String newest) {
    List<ChatMessage> messages =
        List.of(
            new ChatMessage(Speaker.SYSTEM, "You are a test."),
            new ChatMessage(Speaker.USER, newest));
    return new ModelRequest(key, role, step, 1, messages, newest, Duration.ofSeconds(10));
  }

  /** A root call whose conversation goes back and forth, the user first and last. */
  public static ModelRequest conversation(String... texts) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(new ChatMessage(Speaker.SYSTEM, "You are a test."));
    for (int i = 0; i < texts.length; i++) {
      messages.add(new ChatMessage(i % 2 == 0 ? Speaker.USER : Speaker.ASSISTANT, texts[i]));
    }
    int step = (texts.length + 1) / 2;
    return new ModelRequest(
        new CallKey("s/t1/s" + step),
        Role.ROOT,
        step,
        1,
        messages,
        texts[texts.length - 1],
        Duration.ofSeconds(10));
  }

  public static ModelRequest within(ModelRequest request, Duration deadline) {
    return request.withDeadline(deadline);
  }

  /** The reply, which must be there within 10 seconds. */
  public static ModelReply reply(CompletableFuture<ModelReply> call) {
    return call.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The failure, which must be there within 10 seconds. */
  public static ModelCallException failure(CompletableFuture<ModelReply> call) {
    try {
      ModelReply reply = reply(call);
      throw new AssertionError("expected a failure, not the reply '" + reply.text() + "'");
    } catch (CompletionException e) {
      if (e.getCause() instanceof ModelCallException failure) {
        return failure;
      }
      throw e;
    }
  }
}
