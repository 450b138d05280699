package dev.fractal.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text strictly: bytes that are not UTF-8 are an error, not a question mark. */
final class TextFile {
  private static final int BLOCK = 1 << 16;

  private TextFile() {}

  /** Reads the file through once in bounded memory and throws if it cannot be used. */
  static void check(String what, Path file) {
    if (Files.isDirectory(file)) {
      throw CliException.usage(what + " " + file + " is a directory; name a text file");
    }
    try (var in = Files.newInputStream(file)) {
      validate(what + " " + file, in);
    } catch (IOException e) {
      throw CliException.usage(
          what + " " + file + " cannot be read (" + DataDirectory.reason(e) + ")");
    }
  }

  /** A reader over a checked file. */
  static Reader open(Path file) throws IOException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return new InputStreamReader(Files.newInputStream(file), decoder);
  }

  /** The whole text of a stream. */
  static String read(String what, InputStream in) {
    try {
      var bytes = in.readAllBytes();
      validate(what, new ByteArrayInputStream(bytes));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CliException.usage(what + " cannot be read (" + DataDirectory.reason(e) + ")");
    }
  }

  private static void validate(String what, InputStream in) throws IOException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var bytes = ByteBuffer.allocate(BLOCK);
    var chars = CharBuffer.allocate(BLOCK);
    var done = 0L;
    for (var ended = false; !ended; ) {
      var count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = count < 0;
      bytes.position(bytes.position() + Math.max(count, 0)).flip();
      var result = decoder.decode(bytes, chars.clear(), ended);
      if (result.isError()) {
        throw CliException.usage(
            what + " is not UTF-8 at byte " + (done + bytes.position()) + "; convert it first");
      }
      done += bytes.position();
      bytes.compact();
    }
  }
}
