package dev.fractal.client;

import java.nio.file.Path;

/** Finds the local cluster of a data directory. */
public interface ClusterLauncher {
  LocalCluster at(Path data);
}
