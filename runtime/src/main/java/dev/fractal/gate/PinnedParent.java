package dev.fractal.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Opens a place that has been checked, directory by directory and without following a link
 * anywhere, so that a link put there after the check is an error and not a way out. Needs a
 * platform with {@code openat}; all that the project runs on have it.
 */
final class PinnedParent implements AutoCloseable {
  private final SecureDirectoryStream<Path> parent;
  private final Path name;

  private PinnedParent(SecureDirectoryStream<Path> parent, Path name) {
    this.parent = parent;
    this.name = name;
  }

  /**
   * Goes down to the parent of a place.
   *
   * @param home a trusted directory with its links resolved
   * @param place real, and if not below {@code home} then reached from the root
   */
  static PinnedParent to(Path home, Path place) throws IOException {
    var start = place.startsWith(home) && !place.equals(home) ? home : root(place);
    var below = start.relativize(place);
    var directory = secure(opened(start), start);
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      try (var upper = directory) {
        directory =
            secure(upper.newDirectoryStream(below.getName(i), LinkOption.NOFOLLOW_LINKS), place);
      }
    }
    return new PinnedParent(directory, below.getFileName());
  }

  private static Path root(Path place) {
    return Objects.requireNonNull(place.getRoot(), "real paths are absolute");
  }

  /** The descent closes it. */
  @SuppressWarnings("StreamResourceLeak")
  private static DirectoryStream<Path> opened(Path trusted) throws IOException {
    return Files.newDirectoryStream(trusted);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path place)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("'" + place + "' is on a file system without safe directories");
  }

  /** The attributes of the place itself, not of what a link leads to. */
  BasicFileAttributes attributes() throws IOException {
    return Objects.requireNonNull(
            parent.getFileAttributeView(
                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
        .readAttributes();
  }

  boolean exists() throws IOException {
    try {
      return attributes() != null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  SeekableByteChannel read() throws IOException {
    return open(name, StandardOpenOption.READ);
  }

  SecureDirectoryStream<Path> list() throws IOException {
    return secure(parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), name);
  }

  /** Puts new content in the place at once: readers see the old file or the new one. */
  void replace(ByteBuffer content) throws IOException {
    var draft = Path.of("." + UUID.randomUUID() + ".part");
    try (var channel = open(draft, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      fill(channel, content, draft);
    }
  }

  private void fill(SeekableByteChannel channel, ByteBuffer content, Path draft)
      throws IOException {
    try {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      parent.move(draft, parent, name);
    } catch (IOException e) {
      parent.deleteFile(draft);
      throw e;
    }
  }

  private SeekableByteChannel open(Path file, StandardOpenOption... how) throws IOException {
    var options = new HashSet<OpenOption>(Set.of(how));
    options.add(LinkOption.NOFOLLOW_LINKS);
    return parent.newByteChannel(file, options);
  }

  @Override
  public void close() throws IOException {
    parent.close();
  }
}
