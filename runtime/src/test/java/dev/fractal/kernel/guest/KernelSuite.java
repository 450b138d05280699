package dev.fractal.kernel.guest;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Proofs that every engine keeps, in process and in a worker; a subclass says which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KernelSuite {
  /** Limits that are soon broken. */
  public static final KernelLimits SMALL =
      new KernelLimits(Duration.ofMillis(800), 256L << 20, 256L << 20, 20_000, 20, 50, 4 << 20, 20);

  protected KernelFactory factory = new FakeKernelFactory();

  protected abstract KernelFactory newFactory(KernelLimits limits);

  protected KernelLimits limits() {
    return SMALL;
  }

  @BeforeAll
  void open() {
    factory = newFactory(limits());
  }

  @AfterAll
  void close() {
    factory.close();
  }
}
