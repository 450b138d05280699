package dev.fractal.node;

import dev.fractal.cli.Interrupts;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Signals through {@code sun.misc.Signal} of module jdk.unsupported, by reflection because javac
 * warns of it without a way to silence that. The first one runs the action; the second one ends the
 * process at once. Without that class Ctrl-C stays with the Java runtime.
 */
final class SignalInterrupts implements Interrupts {
  private static final int INTERRUPTED = 130;

  @Override
  public Handle onInterrupt(Runnable action) {
    return take("INT", first(action));
  }

  @Override
  public Handle onStop(Runnable action) {
    var one = first(action);
    var interrupt = take("INT", one);
    var termination = take("TERM", one);
    return () -> {
      termination.close();
      interrupt.close();
    };
  }

  private static Handle take(String name, Runnable action) {
    try {
      var signals = new Signals(name);
      var before = signals.handle(signals.handler(action));
      return () -> restore(signals, before);
    } catch (ReflectiveOperationException e) {
      return () -> {};
    }
  }

  private static Runnable first(Runnable action) {
    var pressed = new AtomicBoolean();
    return () -> {
      if (pressed.getAndSet(true)) {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
      action.run();
    };
  }

  private static void restore(Signals signals, Object before) {
    try {
      signals.handle(before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the handler of a signal could not be restored", e);
    }
  }

  /** One signal and its handlers. */
  private static final class Signals {
    private final Class<?> signalType = Class.forName("sun.misc.Signal");
    private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    private final Object signal;

    Signals(String name) throws ReflectiveOperationException {
      signal = signalType.getConstructor(String.class).newInstance(name);
    }

    Object handler(Runnable action) throws ReflectiveOperationException {
      var run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      return MethodHandleProxies.asInterfaceInstance(
          handlerType, MethodHandles.dropArguments(run, 0, signalType));
    }

    /** Installs a handler and returns the one before it. */
    Object handle(Object handler) throws ReflectiveOperationException {
      return signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }
  }
}
