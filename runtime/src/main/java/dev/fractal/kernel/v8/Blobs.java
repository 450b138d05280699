package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that realms are thawed from, one for each set of granted functions and one of the
 * parser. Those that the build has made lie beside the library; others are made when they are
 * needed.
 */
final class Blobs {
  private final V8Host v8;
  private final ConcurrentMap<Set<String>, byte[]> worlds = new ConcurrentHashMap<>();

  Blobs(V8Host v8) {
    this.v8 = v8;
  }

  /** That of a world with these functions; its script, which is long, is put together once. */
  byte[] world(Set<String> functions) {
    return worlds.computeIfAbsent(functions, names -> found(FrozenScript.world(names)));
  }

  byte[] parser() {
    return found(FrozenScript.parser());
  }

  private byte[] found(String script) {
    Path file = file(script);
    try {
      byte[] kept = file == null ? null : KeptBlob.read(file);
      if (kept != null) {
        return kept;
      }
      byte[] blob = frozen(script);
      if (file != null && V8Process.TRAINING) {
        KeptBlob.write(file, blob);
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
      runtime.getExecutor(script).setResourceName(FrozenScript.NAME).executeVoid();
      return runtime.createSnapshot();
    } catch (JavetException e) {
      throw new IllegalStateException("V8 makes no snapshot of the preludes", e);
    }
  }
}
