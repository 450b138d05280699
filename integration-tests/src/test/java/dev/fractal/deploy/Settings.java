package dev.fractal.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a node with the profile for containers reads.
 *
 * @param profile its configuration
 * @param variables the environment variables that it or the launcher looks at
 */
record Settings(Config profile, Set<String> variables) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\?([A-Z][A-Z0-9_]*)}");
  private static final List<String> PROFILES =
      List.of("kubernetes.conf", "postgres.conf", "node.conf");

  static Settings read() {
    var profile = ConfigFactory.load("kubernetes");
    var variables = new TreeSet<String>();
    for (var provider : List.of("openai", "anthropic", "gemini", "ollama")) {
      variables.add(profile.getString("fractal.models." + provider + ".api-key-variable"));
    }
    variables.add("FRACTAL_JAVA_OPTS");
    var loader = Settings.class.getClassLoader();
    try {
      var files = Collections.list(loader.getResources("reference.conf"));
      for (var name : PROFILES) {
        files.addAll(Collections.list(loader.getResources(name)));
      }
      for (var file : files) {
        VARIABLE.matcher(text(file)).results().forEach(found -> variables.add(found.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Settings(profile, Set.copyOf(variables));
  }

  private static String text(URL file) throws IOException {
    try (InputStream in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  int http() {
    return profile.getInt("fractal.http.port");
  }

  /** Where probes ask, and nobody else. */
  int health() {
    return profile.getInt("fractal.http.health.port");
  }

  int remoting() {
    return profile.getInt("pekko.remote.artery.canonical.port");
  }
}
