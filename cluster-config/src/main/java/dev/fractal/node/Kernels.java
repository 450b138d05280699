package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.graal.GraalEngine;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.kernel.v8.V8Library;
import dev.fractal.kernel.worker.WorkerKernels;
import dev.fractal.kernel.worker.WorkerSettings;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.session.state.HostFunctions;

/** The kernels that a configuration asks for. */
public final class Kernels {
  private static final String V8 = "v8";
  private static final String GRAALJS = "graaljs";

  private Kernels() {}

  /**
   * Opens them; what takes time is done on other threads. A client of a cluster hosts no sessions:
   * what it starts gets the engine that nodes with its configuration have, and none starts here.
   *
   * @throws ConfigException with the key that asks for what is not there
   */
  public static KernelFactory open(Config config) {
    var limits = KernelConfig.limits(config);
    String engine = engine(config);
    String place = config.getString("fractal.kernel.place");
    boolean client = Presence.isClient(config);
    return switch (place) {
      case "workers" -> {
        if (client) {
          yield new ClientKernels(stamp(engine));
        }
        var settings = WorkerSettings.from(config);
        yield new OpeningKernels(
            stamp(engine),
            expected(limits),
            () -> WorkerKernels.started(engine, name(engine), limits, settings));
      }
      case "in-process" -> {
        if (config.getString("fractal.kernel.engine").equals(V8)) {
          throw bad(config, "place", "in-process", "workers where fractal.kernel.engine is v8");
        }
        yield client
            ? new ClientKernels(GraalKernelFactory.STAMP)
            : new OpeningKernels(
                GraalKernelFactory.STAMP, expected(limits), () -> new GraalKernelFactory(limits));
      }
      default -> throw bad(config, "place", place, "workers or in-process");
    };
  }

  private static String stamp(String engine) {
    return GuestKernelFactory.stamp(name(engine));
  }

  private static String name(String engine) {
    return engine.equals(V8) ? V8Engine.NAME : GraalEngine.NAME;
  }

  /** What a session with the default profile is granted, without toolsets. */
  private static Granted expected(KernelLimits limits) {
    return HostFunctions.granted(Profile.DEFAULT.under(new Limits(1, limits.fanOut(), 1, 1)));
  }

  private static String engine(Config config) {
    String wanted = config.getString("fractal.kernel.engine");
    return switch (wanted) {
      case "auto" -> V8Library.isThere() ? V8 : GRAALJS;
      case GRAALJS -> GRAALJS;
      case V8 -> {
        if (!V8Library.isThere()) {
          throw bad(
              config, "engine", V8, "auto or graaljs: this build has no V8 for this platform");
        }
        yield V8;
      }
      default -> throw bad(config, "engine", wanted, "auto, v8 or graaljs");
    };
  }

  private static ConfigException bad(Config config, String key, String is, String has) {
    return new ConfigException.BadValue(
        config.getConfig("fractal.kernel").origin(),
        "fractal.kernel." + key,
        "it is '" + is + "' and has to be " + has);
  }
}
