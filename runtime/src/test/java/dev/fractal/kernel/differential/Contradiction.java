package dev.fractal.kernel.differential;

/** A way to a state that does not lead where the record says. */
final class Contradiction extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Finding finding;

  Contradiction(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  Finding finding() {
    return finding;
  }
}
