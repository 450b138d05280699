package dev.fractal.model;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Growing;
import java.time.Duration;
import java.util.List;

/**
 * One request to a model.
 *
 * @param key the call's stable name
 * @param role who asks
 * @param step n-th model call of its turn, from 1; 1 for a leaf
 * @param attempt n-th attempt of this call, from 1
 * @param messages the first is the system prompt, then the transcript, oldest first
 * @param newest the newest message as its author wrote it, without any frame around it: the
 *     caller's or the parent's message, an observation, or a leaf's query and input
 * @param deadline time for this call with all its attempts
 */
public record ModelRequest(
    CallKey key,
    Role role,
    int step,
    int attempt,
    List<ChatMessage> messages,
    String newest,
    Duration deadline) {
  public ModelRequest {
    messages = Growing.copyOf(messages);
  }

  public ModelRequest withAttempt(int n) {
    return new ModelRequest(key, role, step, n, messages, newest, deadline);
  }

  /** The same request with that much time left. */
  ModelRequest withDeadline(Duration left) {
    return new ModelRequest(key, role, step, attempt, messages, newest, left);
  }

  /** Who asks a model. */
  public enum Role {
    ROOT,
    CHILD,
    LEAF
  }

  /** One message of the wire's conversation. */
  public record ChatMessage(Speaker speaker, String text) {}

  /** Who speaks on the wire. */
  public enum Speaker {
    SYSTEM,
    USER,
    ASSISTANT
  }
}
