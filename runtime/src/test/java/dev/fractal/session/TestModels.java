package dev.fractal.session;

import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClients;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One model for every spec: it answers by a script, or when the test does; it remembers calls. */
public final class TestModels implements ModelClients {
  public static final Usage USAGE =
      new Usage(Quantity.of(10), Quantity.of(5), Quantity.of(0), Quantity.of(1));
  private static final long PATIENCE_SECONDS = 20;

  private final Function<ModelRequest, CompletableFuture<ModelReply>> script;
  private final BlockingQueue<Call> arrived = new LinkedBlockingQueue<>();
  private final List<CallKey> asked = new CopyOnWriteArrayList<>();

  private TestModels(Function<ModelRequest, CompletableFuture<ModelReply>> script) {
    this.script = script;
  }

  /** A call that arrived. */
  public record Call(ModelRequest request, CompletableFuture<ModelReply> answer) {
    public void reply(String text) {
      answer.complete(TestModels.reply(text));
    }

    /** Replies with one cell. */
    public void cell(String... lines) {
      reply(TestModels.cellOf(lines));
    }
  }

  /** Every call waits until the test answers it. */
  public static TestModels held() {
    return new TestModels(_ -> new CompletableFuture<>());
  }

  public static TestModels scripted(Function<ModelRequest, CompletableFuture<ModelReply>> script) {
    return new TestModels(script);
  }

  public static ModelReply reply(String text) {
    return new ModelReply(text, USAGE, 0);
  }

  public static String cellOf(String... lines) {
    return "```js\n" + String.join("\n", lines) + "\n```";
  }

  /** The next call that nobody took, which must arrive in time. */
  public Call next() {
    try {
      var call = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("no model call arrived");
      }
      return call;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a model call", e);
    }
  }

  /** A call that has arrived and that nobody took. */
  Optional<Call> poll() {
    return Optional.ofNullable(arrived.poll());
  }

  /** Keys of all calls so far, in order. */
  public List<CallKey> asked() {
    return List.copyOf(asked);
  }

  @Override
  public ModelClient client(String spec) {
    return (request, _) -> {
      var answer = script.apply(request);
      asked.add(request.key());
      arrived.add(new Call(request, answer));
      return answer;
    };
  }

  @Override
  public void close() {}
}
