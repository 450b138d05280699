package dev.fractal.kernel.graal;

import dev.fractal.kernel.guest.Realm;
import dev.fractal.kernel.guest.RealmException;
import dev.fractal.kernel.guest.RealmException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** A GraalJS context with its preludes. */
record GraalRealm(Context context, Value api, HeldMemory memory) implements Realm {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String call(String function, Object... arguments) {
    memory.begin();
    try {
      Value result = api.getMember(function).execute(arguments);
      return result.isString() ? result.asString() : "";
    } catch (PolyglotException e) {
      throw new RealmException(kind(e), String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      throw new RealmException(Kind.MEMORY, "the heap is full");
    } catch (IllegalStateException e) {
      throw new RealmException(Kind.STOPPED, String.valueOf(e.getMessage()));
    }
  }

  private static Kind kind(PolyglotException e) {
    if (e.isResourceExhausted()) {
      return String.valueOf(e.getMessage()).contains("tack") ? Kind.STACK : Kind.MEMORY;
    }
    return e.isGuestException() ? Kind.THREW : Kind.STOPPED;
  }

  @Override
  public boolean exceedsMemory() {
    return memory.exceeded();
  }

  @Override
  public void weigh() {}

  /** All that its thread allocated since the call began: who holds it, nobody counts. */
  @Override
  public long weighed() {
    return memory.allocated();
  }

  /** All realms share the heap of the virtual machine, which looks after itself. */
  @Override
  public void tidy() {}

  @Override
  public void interrupt() {
    try {
      context.interrupt(PATIENCE);
    } catch (TimeoutException e) {
      context.close(true);
    }
  }

  @Override
  public void abandon() {
    context.close(true);
  }

  @Override
  public void close() {
    context.close(true);
  }
}
