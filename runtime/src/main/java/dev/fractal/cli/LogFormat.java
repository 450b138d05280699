package dev.fractal.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which form the process writes its log; with an unknown one it would write none. */
final class LogFormat {
  /** Option of the virtual machine; it wins over the variable. */
  static final String KEY = "fractal.log.format";

  static final String VARIABLE = "FRACTAL_LOG_FORMAT";
  private static final List<String> KNOWN = List.of("text", "json");

  private LogFormat() {}

  /** Throws unless what is set, if anything is, is a known form. */
  static void check(@Nullable String property, Map<String, String> variables) {
    check(
        property == null ? VARIABLE : KEY,
        Optional.ofNullable(property).or(() -> Optional.ofNullable(variables.get(VARIABLE))));
  }

  private static void check(String name, Optional<String> chosen) {
    if (!chosen.map(KNOWN::contains).orElse(true)) {
      throw new CliException(
          "BadConfiguration",
          "%s is '%s'; use %s, or leave it out"
              .formatted(name, chosen.get(), String.join(" or ", KNOWN)),
          Exit.ERROR);
    }
  }
}
