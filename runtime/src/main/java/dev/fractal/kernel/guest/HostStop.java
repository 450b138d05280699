package dev.fractal.kernel.guest;

/** A host function ends the cell; engines carry it past everything that guest code could catch. */
public final class HostStop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HostStop() {
    super("the host ended the cell", null, false, false);
  }
}
