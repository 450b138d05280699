package dev.fractal.kernel.differential;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.Realm;

/** An engine whose preludes restore wrongly: each digit 7 of a form comes back as 8. */
record Forgetful(Engine sound) implements Engine {
  @Override
  public String name() {
    return sound.name();
  }

  @Override
  public Realm world(Granted granted, KernelLimits limits, GuestFunctions host) {
    return new ForgetfulRealm(sound.world(granted, limits, host));
  }

  @Override
  public Realm parser() {
    return sound.parser();
  }

  @Override
  public void close() {
    sound.close();
  }

  private record ForgetfulRealm(Realm sound) implements Realm {
    @Override
    public String call(String function, Object... arguments) {
      return function.equals("restore")
          ? sound.call(function, arguments[0], arguments[1].toString().replace('7', '8'))
          : sound.call(function, arguments);
    }

    @Override
    public boolean exceedsMemory() {
      return sound.exceedsMemory();
    }

    @Override
    public void weigh() {
      sound.weigh();
    }

    @Override
    public long weighed() {
      return sound.weighed();
    }

    @Override
    public void tidy() {
      sound.tidy();
    }

    @Override
    public void interrupt() {
      sound.interrupt();
    }

    @Override
    public void abandon() {
      sound.abandon();
    }

    @Override
    public void close() {
      sound.close();
    }
  }
}
