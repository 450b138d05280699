package dev.fractal.cli;

import dev.fractal.remote.RemoteNode;
import dev.fractal.remote.RemoteReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running node that does and reads for this process what it would do itself. */
record Remote(URI node, Optional<String> token) {
  static final String VARIABLE = "FRACTAL_TOKEN";
  private static final String DRIVE = "drive";

  /** The last character of ASCII that can be printed. */
  private static final char LAST = '~';

  static Remote of(URI node, @Nullable Path tokenFile, CliEnvironment env) {
    return new Remote(node, token(tokenFile, env, VARIABLE));
  }

  /** The token that a file has, else the one of a variable. */
  static Optional<String> token(@Nullable Path tokenFile, CliEnvironment env, String variable) {
    return tokenFile == null
        ? Optional.ofNullable(env.variables().get(variable))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .map(word -> sound(word, variable))
        : Optional.of(sound(read(env.directory().resolve(tokenFile)), "--token-file " + tokenFile));
  }

  /** A token that a header can carry; the word itself is never repeated. */
  private static String sound(String word, String place) {
    if (!word.chars().allMatch(character -> character > ' ' && character <= LAST)) {
      throw CliException.usage(
          place + " has a token with blanks or characters that are not ASCII; copy it again");
    }
    return word;
  }

  /** What a node says about a caller, with what the caller of a command can do about it. */
  static String sentence(String kind, String detail) {
    return kind.equals("Unauthenticated")
        ? detail.replaceFirst(";.*", "") + "; name one with --token-file FILE or " + VARIABLE
        : detail;
  }

  /** The first token of a file, of a node's own one the first that may drive. */
  private static String read(Path file) {
    try {
      var lines =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .map(line -> List.of(line.split("\\s+", -1)))
              .toList();
      return lines.stream()
          .filter(words -> words.size() > 1 && words.get(1).equals(DRIVE))
          .findFirst()
          .or(() -> lines.stream().findFirst())
          .map(List::getFirst)
          .orElseThrow(() -> CliException.usage("--token-file " + file + " has no token"));
    } catch (IOException e) {
      throw CliException.usage(
          "--token-file " + file + " cannot be read (" + DataDirectory.reason(e) + ")");
    }
  }

  /** An address at which a node can be. */
  static URI checked(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw CliException.usage(
          "--url '" + url + "' is not the address of a node; write http://HOST:PORT");
    }
    return url;
  }

  /** The same run with this node in the place of one of its own; models are the node's to check. */
  Invocation through(Invocation invocation) {
    var env = invocation.env();
    var own = env.launchers();
    var launchers =
        new Launchers(
            (_, _, _) -> RemoteNode.at(node, token),
            _ -> RemoteReader.of(node, token),
            own.checks(),
            own.clusters(),
            _ -> {},
            own.preview());
    return new Invocation(
        new CliEnvironment(
            env.console(), env.variables(), env.directory(), launchers, env.interrupts()),
        invocation.json(),
        true);
  }
}
