package dev.fractal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StampsTest {
  @ParameterizedTest
  @CsvSource({
    "v8-14.7/2, graaljs-25.0.4/1, true",
    "graaljs-25.0.4/2, v8-14.7/2, true",
    "fake/1, fake/1, true",
    "v8-14.7/2, v8-14.7/3, false",
    "v8-14.7/2, quickjs-1.0/2, false",
    "fake/1, graaljs-25.0.4/1, false",
    "v8-14.7/2, xgraaljs-25.0.4/1, false",
  })
  void aKernelGoesOnWithWhatItReads(String kernel, String session, boolean goesOn) {
    assertThat(Stamps.goesOn(kernel, session)).isEqualTo(goesOn);
  }
}
