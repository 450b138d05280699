package dev.fractal.kernel.graal;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.Preludes;
import dev.fractal.kernel.guest.Realm;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** GraalJS, the pure-Java engine: realms are contexts that share their parsed code. */
public final class GraalEngine implements Engine {
  /** Name and version. */
  public static final String NAME = "graaljs-25.0.4";

  private static final Source WORLD = prelude("world", Preludes.WORLD);
  private static final Source PARSER = prelude("parser", Preludes.PARSER);

  private final org.graalvm.polyglot.Engine engine = Sandbox.engine();

  private static Source prelude(String name, String text) {
    return Source.newBuilder("js", text, name).internal(true).buildLiteral();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Realm world(Granted granted, KernelLimits limits, GuestFunctions host) {
    Context context = Sandbox.guestContext(engine, limits);
    Value names = context.eval("js", "(text) => text").execute(json(granted));
    Value api = context.eval(WORLD).execute(new GraalHost(host), names);
    return new GraalRealm(context, api, new HeldMemory(limits.heap() + limits.buffers()));
  }

  private static String json(Granted granted) {
    return granted.functions().stream()
        .sorted()
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public Realm parser() {
    Context context = Sandbox.parserContext(engine);
    return new GraalRealm(context, context.eval(PARSER).execute(), new HeldMemory(Long.MAX_VALUE));
  }

  @Override
  public void close() {
    engine.close(true);
  }
}
