package dev.fractal.kernel;

import java.util.regex.Pattern;

/** What stamps of kernels say about each other. */
public final class Stamps {
  /** Both engines read the forms 1 and 2; form 2 only keeps less, and says so. */
  private static final Pattern KNOWN = Pattern.compile("(graaljs|v8)-[\\d.]+/[12]");

  private Stamps() {}

  /**
   * Whether a kernel goes on with what another one left.
   *
   * @param kernel stamp of the kernel that is here
   * @param session stamp of the one that began a session
   */
  public static boolean goesOn(String kernel, String session) {
    return kernel.equals(session)
        || (KNOWN.matcher(kernel).matches() && KNOWN.matcher(session).matches());
  }
}
