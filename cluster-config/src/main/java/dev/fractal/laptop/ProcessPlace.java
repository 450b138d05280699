package dev.fractal.laptop;

import java.util.List;
import java.util.Map;

/**
 * Where a node's process runs, when it is not just a process of this machine: in a network
 * namespace, a container or a control group.
 *
 * @param host where the other nodes reach it
 * @param launcher words in front of its command line, which end by running it in their own process
 * @param settings what is different there, e.g. the way to the database; dotted keys
 */
public record ProcessPlace(String host, List<String> launcher, Map<String, String> settings) {
  /** A process of this machine, on loopback. */
  public static final ProcessPlace HERE = new ProcessPlace("127.0.0.1", List.of(), Map.of());

  public ProcessPlace {
    launcher = List.copyOf(launcher);
    settings = Map.copyOf(settings);
  }
}
