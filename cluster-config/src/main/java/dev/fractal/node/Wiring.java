package dev.fractal.node;

import dev.fractal.cli.CheckLauncher;
import dev.fractal.cli.Launchers;
import dev.fractal.client.NodeLauncher;
import dev.fractal.view.ReaderLauncher;
import java.util.ServiceLoader;

/** What the command line starts, looked up when a verb needs it and not before. */
final class Wiring {
  private Wiring() {}

  static Launchers launchers() {
    return new Launchers(
        (data, overrides) -> only(NodeLauncher.class, "run sessions").launch(data, overrides),
        data -> only(ReaderLauncher.class, "read stores").open(data),
        data -> only(CheckLauncher.class, "check stores").check(data),
        _ -> {},
        encoded -> encoded);
  }

  private static <T> T only(Class<T> port, String ability) {
    return ServiceLoader.load(port)
        .findFirst()
        .orElseThrow(
            () ->
                new MissingPartException(
                    "this build cannot "
                        + ability
                        + ": no "
                        + port.getSimpleName()
                        + " is on the class path; rebuild it with 'mvn package'"));
  }
}
