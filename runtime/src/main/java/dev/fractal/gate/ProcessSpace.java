package dev.fractal.gate;

import com.typesafe.config.ConfigException;
import dev.fractal.confinement.Probe;
import dev.fractal.confinement.Wrap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where programs run: in a process namespace of their own, whose end ends all that is in it and
 * whose {@code /proc} shows nothing else; where a machine does not allow that, among its processes.
 *
 * @param prefix what a command is put behind
 * @param sentence for an operator
 * @param sweeps whether what a program left has to be looked for
 */
record ProcessSpace(List<String> prefix, String sentence, boolean sweeps) {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessSpace.class);
  private static final List<Path> TOOLS =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

  /** The first process of a namespace: others end with it, and signals do not reach it. */
  private static final String FIRST =
      "/usr/bin/env -i ${LANG+\"LANG=$LANG\"} ${PATH+\"PATH=$PATH\"} \"$@\"; exit $?";

  private static final List<String> SPACE =
      List.of("--pid", "--fork", "--kill-child", "--mount-proc");

  ProcessSpace {
    prefix = List.copyOf(prefix);
  }

  /**
   * Looks what this machine allows.
   *
   * @throws ConfigException when a namespace is required and there is none
   */
  static ProcessSpace probed(Wrap wanted) {
    if (wanted == Wrap.OFF) {
      return new ProcessSpace(
          List.of(),
          "programs of cells see the processes of this machine and may leave some behind"
              + " (fractal.gate.shell.wrap = off)",
          false);
    }
    var problem = "there is no unshare here";
    for (var user : List.of(List.<String>of(), List.of("--user", "--map-current-user"))) {
      var prefix = namespace(user);
      problem = prefix.isEmpty() ? problem : Probe.problem(prefix.get());
      if (problem.isEmpty()) {
        return new ProcessSpace(
            prefix.orElseThrow(),
            "programs of cells see their own processes only and leave none behind",
            false);
      }
    }
    return without(wanted, problem.lines().findFirst().orElse(""));
  }

  private static ProcessSpace without(Wrap wanted, String problem) {
    if (wanted == Wrap.REQUIRED) {
      throw new ConfigException.Generic(
          "fractal.gate.shell.wrap is required, and this machine lets programs have no process"
              + " namespace ("
              + problem
              + "); allow it user namespaces, or set the key to auto");
    }
    var hidden = NodeMemory.hidden();
    var sentence =
        "programs of cells see the processes of this machine, since it lets them have no process"
            + " namespace ("
            + problem
            + "); what they leave behind is looked for and ended"
            + (hidden ? "; this node's environment and memory are closed to them" : "");
    LOG.warn(sentence);
    return new ProcessSpace(List.of(), sentence, true);
  }

  private static Optional<List<String>> namespace(List<String> user) {
    return tool("unshare")
        .map(
            unshare -> {
              var prefix = new ArrayList<String>();
              // Whoever starts it dies with this node, and then everything in the namespace.
              tool("setpriv")
                  .ifPresent(setpriv -> prefix.addAll(List.of(setpriv, "--pdeathsig", "KILL")));
              prefix.add(unshare);
              prefix.addAll(user);
              prefix.addAll(SPACE);
              prefix.addAll(List.of("/bin/sh", "-c", FIRST, "sh"));
              return prefix;
            });
  }

  private static Optional<String> tool(String name) {
    return TOOLS.stream()
        .flatMap(directory -> Stream.of(directory.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString);
  }

  /** A command as it is started. */
  List<String> around(List<String> command) {
    var whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }
}
