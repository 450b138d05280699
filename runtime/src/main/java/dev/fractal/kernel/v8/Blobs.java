package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that realms are thawed from, one for each set of granted functions and limits.
 * Those that the build has made lie beside the library; others are made when they are needed.
 */
final class Blobs {
  /** Set in the process that makes those of the build. */
  private static final boolean KEEP = Boolean.getBoolean("fractal.v8.keep-blobs");

  private final V8Host v8;
  private final KernelLimits limits;
  private final ConcurrentMap<Granted, byte[]> made = new ConcurrentHashMap<>();

  Blobs(V8Host v8, KernelLimits limits) {
    this.v8 = v8;
    this.limits = limits;
  }

  byte[] of(Granted granted) {
    int fanOut = Math.min(limits.fanOut(), granted.fanOut());
    return made.computeIfAbsent(new Granted(granted.functions(), fanOut), this::found);
  }

  private byte[] found(Granted granted) {
    String script = Bootstrap.world(granted, limits);
    Path file = file(script);
    try {
      if (file != null && Files.isReadable(file)) {
        return Files.readAllBytes(file);
      }
      byte[] blob = frozen(script);
      if (file != null && KEEP) {
        Path partly = Files.createTempFile(file.getParent(), "blob", ".part");
        Files.write(partly, blob);
        Files.move(partly, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return blob;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Path file(String script) {
    String directory = System.getProperty(V8Library.DIRECTORY);
    String name = Sha256.of(script).replace("sha256:", "").substring(0, 32) + ".blob";
    return directory == null ? null : Path.of(directory).resolve(name);
  }

  private byte[] frozen(String script) {
    V8RuntimeOptions options = new V8RuntimeOptions();
    options.setCreateSnapshotEnabled(true);
    try (V8Runtime runtime = v8.createV8Runtime(options)) {
      runtime.getExecutor(script).setResourceName(Bootstrap.NAME).executeVoid();
      return runtime.createSnapshot();
    } catch (JavetException e) {
      throw new IllegalStateException("V8 makes no snapshot of the preludes", e);
    }
  }
}
