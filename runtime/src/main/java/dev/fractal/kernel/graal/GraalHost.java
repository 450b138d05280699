package dev.fractal.kernel.graal;

import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.HostStop;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/** The host functions as the preludes get them; each takes and gives strings only. */
record GraalHost(GuestFunctions host) implements ProxyObject {
  @Override
  public Object getMember(String name) {
    return (ProxyExecutable) values -> call(name, values);
  }

  private String call(String name, Value[] values) {
    try {
      switch (name) {
        case "print" -> host.print(text(values, 0));
        case "end" -> host.end(text(values, 0));
        case "emit" -> host.emit(text(values, 0), text(values, 1), text(values, 2));
        case "input" -> {
          return host.input(text(values, 0), text(values, 1), text(values, 2));
        }
        case "describe" -> {
          return host.describe(text(values, 0));
        }
        default -> throw new IllegalStateException("the host has no function '" + name + "'");
      }
      return "";
    } catch (HostStop e) {
      throw new StopSignal();
    }
  }

  private static String text(Value[] values, int at) {
    return at < values.length && values[at].isString() ? values[at].asString() : "";
  }

  @Override
  public Object getMemberKeys() {
    return new String[] {"print", "end", "input", "emit", "describe"};
  }

  @Override
  public boolean hasMember(String name) {
    return true;
  }

  @Override
  public void putMember(String name, Value value) {
    throw new UnsupportedOperationException("the host's functions stay");
  }
}
