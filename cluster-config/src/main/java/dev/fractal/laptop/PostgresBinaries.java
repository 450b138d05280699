package dev.fractal.laptop;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of a PostgreSQL, unpacked from the archive of this machine's system. */
final class PostgresBinaries {
  private static final int OWNER_EXECUTES = 0100;

  private PostgresBinaries() {}

  /** Unpacks them once; a directory that is there is complete. */
  static void unpack(Path home) {
    if (Files.isDirectory(home)) {
      return;
    }
    var making = home.resolveSibling(home.getFileName() + ".unpacking");
    try (var archive = new TarArchiveInputStream(new XZInputStream(open()))) {
      LaptopFiles.delete(making);
      Files.createDirectories(making);
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        place(archive, entry, making);
      }
      Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LaptopException(
          "the programs of PostgreSQL cannot be unpacked to " + home + ": " + e.getMessage(), e);
    }
  }

  private static InputStream open() throws IOException {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var name = system.contains("mac") ? "Darwin" : system.contains("windows") ? "Windows" : "Linux";
    var machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    InputStream found;
    try {
      found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, machine);
    } catch (IllegalStateException e) {
      throw new LaptopException(
          "no PostgreSQL for %s on %s comes with this build; give --postgres URL"
              .formatted(name, machine),
          e);
    }
    return new BufferedInputStream(found);
  }

  private static void place(TarArchiveInputStream archive, TarArchiveEntry entry, Path home)
      throws IOException {
    var target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException(entry.getName() + " lies outside the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, home.resolve(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(archive, target);
      if ((entry.getMode() & OWNER_EXECUTES) != 0) {
        executable(target);
      }
    }
  }

  private static void executable(Path file) throws IOException {
    var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    permissions.add(PosixFilePermission.GROUP_EXECUTE);
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(file, permissions);
  }
}
