package dev.fractal.kernel.guest;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;

/** A JavaScript engine; safe for use by several threads, each in a realm of its own. */
public interface Engine extends AutoCloseable {
  /** Its name and version, e.g. {@code graaljs-25.0.4}. */
  String name();

  /** A realm of cells: {@link Preludes#WORLD} with these functions. */
  Realm world(Granted granted, KernelLimits limits, GuestFunctions host);

  /** The realm of the parser: {@link Preludes#PARSER}; no guest value gets into it. */
  Realm parser();

  @Override
  void close();
}
