package dev.fractal.http.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Bearer tokens with what they admit to: the lines {@code TOKEN ROLE} of a file that only its owner
 * may read. Tokens are kept as digests; no sentence ever has one.
 */
public final class TokenFile {
  private static final int SHORTEST = 16;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final List<Entry> entries;

  private TokenFile(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  @SuppressWarnings("ArrayRecordComponent") // Compared by MessageDigest.isEqual only.
  private record Entry(byte[] digest, Admission admission) {}

  /** Reads a file; a problem is a sentence that names the file and the line, never the token. */
  public static TokenFile read(Path file) {
    try {
      requirePrivate(file);
      var entries = new ArrayList<Entry>();
      var lines = Files.readAllLines(file);
      for (int number = 1; number <= lines.size(); number++) {
        var line = lines.get(number - 1).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          entries.add(entry(line, file, number));
        }
      }
      if (entries.isEmpty()) {
        throw bad(file, "has no line 'TOKEN read', 'TOKEN answer' or 'TOKEN drive'");
      }
      return new TokenFile(entries);
    } catch (IOException e) {
      throw new HttpStartException(
          "the token file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
      throw bad(file, "may be read or written by others; chmod 600 it");
    }
  }

  private static Entry entry(String line, Path file, int number) {
    var words = line.split("\\s+", -1);
    if (words.length != 2) {
      throw bad(file, "has a line " + number + " that is not 'TOKEN ROLE'");
    }
    if (words[0].length() < SHORTEST) {
      throw bad(file, "has a token of less than " + SHORTEST + " characters in line " + number);
    }
    var admission =
        switch (words[1]) {
          case "read" -> Admission.READ;
          case "answer" -> Admission.ANSWER;
          case "drive" -> Admission.DRIVE;
          default ->
              throw bad(file, "has a role that is not read, answer or drive in line " + number);
        };
    return new Entry(digest(words[0]), admission);
  }

  /** What a token admits to; takes the same time whatever the token is. */
  Optional<Admission> admission(String token) {
    var presented = digest(token);
    var found = Optional.<Admission>empty();
    for (var entry : entries) {
      if (MessageDigest.isEqual(entry.digest, presented)) {
        found = Optional.of(entry.admission);
      }
    }
    return found;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static HttpStartException bad(Path file, String what) {
    return new HttpStartException("the token file " + file + " " + what);
  }
}
