package dev.fractal.cli;

import dev.fractal.persistence.store.NodeFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One verb of the command line with the options that every verb takes. */
abstract class Verb {
  @Option(names = "--json", description = "Print exactly one JSON document on standard output.")
  boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory; default: .fractal here or in a directory above.")
  @Nullable Path data;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A running node; default: the one that has the data directory, if one has.")
  @Nullable URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The node's bearer token, or its token file; default: $FRACTAL_TOKEN.")
  @Nullable Path tokenFile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Does the work and prints the answer; returns the exit code. */
  abstract int run(Invocation invocation);

  /** Whether a running node can do it for this process. */
  boolean throughNode() {
    return true;
  }

  /** The same run through the node that was named, or that has the data directory. */
  final Invocation placed(Invocation invocation) {
    if (!throughNode()) {
      if (url != null) {
        throw CliException.usage(
            "this verb works on this machine only, not through a node; leave --url out");
      }
      return invocation;
    }
    return remote(invocation).map(remote -> remote.through(invocation)).orElse(invocation);
  }

  /** The node that was named, or that has the data directory. */
  final Optional<Remote> remote(Invocation invocation) {
    var node =
        url != null
            ? Optional.of(Remote.checked(url))
            : directory(invocation).glimpse().flatMap(NodeFile::read).map(NodeFile::http);
    return node.map(address -> Remote.of(address, tokenFile, invocation.env()));
  }

  final DataDirectory directory(Invocation invocation) {
    return url == null
        ? new DataDirectory(invocation.env().directory(), data)
        : DataDirectory.elsewhere(Remote.checked(url));
  }
}
