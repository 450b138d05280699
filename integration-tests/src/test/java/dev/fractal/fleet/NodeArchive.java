package dev.fractal.fleet;

import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.laptop.LaptopCluster;
import dev.fractal.laptop.NodeProgram;
import dev.fractal.laptop.ProcessPlace;
import dev.fractal.proof.ClassDataArchive;
import dev.fractal.proof.Scratch;
import dev.fractal.proof.StubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cache of classes that the nodes of fleets start with, as docs/operations.md has operators
 * make theirs: by a node that runs a turn and ends. It is made once for all fleets of a test
 * process.
 */
final class NodeArchive {
  private static final Path FILE = Path.of("target").resolve("nodes.aot").toAbsolutePath();
  private static final List<String> OPTIONS = ClassDataArchive.usable() ? made() : List.of();

  private NodeArchive() {}

  /** The options that use it; none when classes are not in jars. */
  static List<String> options() {
    return OPTIONS;
  }

  private static List<String> made() {
    try {
      Files.deleteIfExists(FILE);
      var data = Scratch.directory("nodes");
      try (var stub = StubProcess.start(Fleet.resource("four-steps.yaml"))) {
        var training = List.of("-XX:AOTCacheOutput=" + FILE);
        var program = new NodeProgram(ClassDataArchive.classPath(), training, stub.variables());
        run(new LaptopCluster(data, program, _ -> ProcessPlace.HERE), data);
      }
      if (!Files.exists(FILE)) {
        throw new IllegalStateException("no class-data archive of a node could be made");
      }
      return List.of("-XX:AOTCache=" + FILE);
    } catch (IOException e) {
      throw new IllegalStateException("no class-data archive of a node could be made", e);
    }
  }

  private static void run(LaptopCluster cluster, Path data) {
    cluster.up(new Plan(1, Optional.empty(), Optional.empty(), Fleet.HEAP), Fleet::tell);
    try (var client = Fleet.client(Fleet.way(data))) {
      new Load(client, "training").turn(1, "one").join();
    } finally {
      cluster.down(Fleet::tell);
    }
  }
}
