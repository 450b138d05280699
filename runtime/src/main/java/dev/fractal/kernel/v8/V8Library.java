package dev.fractal.kernel.v8;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * V8's native library: where this build has one for this platform, and the directory that it is
 * loaded from. Unpacked once by the node, so that workers start without it.
 */
public final class V8Library {
  /** Where the library lies; set for processes that find it unpacked. */
  public static final String DIRECTORY = "fractal.v8.library";

  /** Set in the process that makes the snapshots of a build. */
  public static final String TRAINING = "fractal.v8.training";

  private static final JavetLibLoader LOADER = new JavetLibLoader(JSRuntimeType.V8I18n);

  private V8Library() {}

  /** A class of what a worker needs on its class path to reach V8. */
  public static Class<?> core() {
    return JavetLibLoader.class;
  }

  /** Whether this build has V8 for this platform. */
  public static boolean isThere() {
    return resource() != null || System.getProperty(DIRECTORY) != null;
  }

  private static @Nullable String resource() {
    try {
      String name = LOADER.getResourceFileName();
      return V8Library.class.getResource(name) == null ? null : name;
    } catch (JavetException e) {
      return null;
    }
  }

  /**
   * Unpacks the library.
   *
   * @throws UncheckedIOException if it cannot be written
   * @throws IllegalStateException if this build has none
   */
  public static void unpack(Path directory) {
    String resource = resource();
    if (resource == null) {
      throw new IllegalStateException("this build has no V8 library for this platform");
    }
    try (InputStream in = V8Library.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      Files.createDirectories(directory);
      Path partly = Files.createTempFile(directory, "library", ".part");
      Files.copy(in, partly, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partly, directory.resolve(fileName()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileName() {
    try {
      return LOADER.getLibFileName();
    } catch (JavetException e) {
      throw new IllegalStateException("Javet knows no library for this platform", e);
    }
  }

  /** Has the library loaded from {@link #DIRECTORY}, else from a directory of this process. */
  static void locate() {
    String given = System.getProperty(DIRECTORY);
    Path directory = given == null ? temporary() : Path.of(given);
    JavetLibLoader.setLibLoadingListener(new From(directory.toFile()));
  }

  private static Path temporary() {
    try {
      Path directory = Files.createTempDirectory("fractal-v8-");
      unpack(directory);
      directory.toFile().deleteOnExit();
      directory.resolve(fileName()).toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record From(File directory) implements IJavetLibLoadingListener {
    @Override
    public File getLibPath(JSRuntimeType type) {
      return directory;
    }

    @Override
    public boolean isDeploy(JSRuntimeType type) {
      return false;
    }
  }
}
