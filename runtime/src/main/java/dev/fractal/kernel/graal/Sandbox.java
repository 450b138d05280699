package dev.fractal.kernel.graal;

import dev.fractal.kernel.KernelLimits;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Contexts that reach nothing of the host. The stricter sandbox policies refuse the options below,
 * so everything is denied by hand. A class filter is never set: it would make {@code Java} appear.
 */
final class Sandbox {
  private Sandbox() {}

  static Engine engine() {
    return Engine.newBuilder("js")
        .option("engine.WarnInterpreterOnly", "false")
        .in(InputStream.nullInputStream())
        .out(OutputStream.nullOutputStream())
        .err(OutputStream.nullOutputStream())
        .build();
  }

  static Context guestContext(Engine engine, KernelLimits limits) {
    return denied(engine)
        .option("js.string-length-limit", Integer.toString(limits.stringLength()))
        .option("js.max-typed-array-length", Integer.toString(limits.stringLength()))
        .build();
  }

  static Context parserContext(Engine engine) {
    return denied(engine).build();
  }

  private static Context.Builder denied(Engine engine) {
    return Context.newBuilder("js")
        .engine(engine)
        .allowExperimentalOptions(true)
        .allowHostAccess(HostAccess.newBuilder(HostAccess.NONE).build())
        .allowIO(IOAccess.NONE)
        .allowCreateThread(false)
        .allowCreateProcess(false)
        .allowNativeAccess(false)
        .allowInnerContextOptions(false)
        .allowHostClassLoading(false)
        .allowEnvironmentAccess(EnvironmentAccess.NONE)
        .allowPolyglotAccess(PolyglotAccess.NONE)
        .timeZone(ZoneOffset.UTC)
        .option("js.locale", "en-US")
        .option("js.timezone", "UTC")
        .option("js.shared-array-buffer", "false")
        .option("js.atomics", "false")
        .option("js.stack-trace-api", "false")
        .option("js.regexp-static-result", "false")
        .option("js.global-arguments", "false")
        .option("js.console", "false")
        .option("js.print", "false")
        .option("js.load", "false")
        .option("js.graal-builtin", "false")
        .option("js.polyglot-builtin", "false")
        .option("js.java-package-globals", "false")
        .option("js.foreign-object-prototype", "false");
  }
}
