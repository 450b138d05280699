package dev.fractal.kernel.worker;

import dev.fractal.kernel.InputText;
import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The local copies of inputs that this worker has mapped; each is checked once, by its hash. */
final class MappedInputs {
  private static final int CHECKED_AT_ONCE = 1 << 20;
  private static final ValueLayout.OfChar UNIT =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Map<InputCopy, InputText> mapped = new ConcurrentHashMap<>();

  /**
   * The text of a copy.
   *
   * @throws IllegalStateException if the file is not what its hash says
   */
  InputText of(InputCopy copy) {
    return mapped.computeIfAbsent(copy, MappedInputs::map);
  }

  private static InputText map(InputCopy copy) {
    try (FileChannel file = FileChannel.open(Path.of(copy.file()), StandardOpenOption.READ)) {
      MemorySegment bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), Arena.ofAuto());
      if (bytes.byteSize() != copy.length() * copy.width() || !copy.hash().equals(hash(bytes))) {
        throw new IllegalStateException(
            "the local copy of input " + copy.address() + " is damaged; start the turn again");
      }
      return new MappedInput(copy, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(MemorySegment bytes) {
    MessageDigest digest = Sha256.newDigest();
    for (long at = 0; at < bytes.byteSize(); at += CHECKED_AT_ONCE) {
      digest.update(
          bytes.asSlice(at, Math.min(CHECKED_AT_ONCE, bytes.byteSize() - at)).asByteBuffer());
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private record MappedInput(InputCopy copy, MemorySegment bytes) implements InputText {
    @Override
    public String address() {
      return copy.address();
    }

    @Override
    public long length() {
      return copy.length();
    }

    @Override
    public String slice(long start, long end) {
      long from = Math.clamp(start, 0, length());
      long to = Math.clamp(end, from, length());
      long width = copy.width();
      byte[] part = bytes.asSlice(from * width, (to - from) * width).toArray(ValueLayout.JAVA_BYTE);
      return width == 1
          ? new String(part, StandardCharsets.ISO_8859_1)
          : wide(MemorySegment.ofArray(part), (int) (to - from));
    }

    /** Not by a decoder, which would replace lone surrogates. */
    private static String wide(MemorySegment part, int length) {
      char[] units = new char[length];
      MemorySegment.copy(part, UNIT, 0, units, 0, length);
      return new String(units);
    }

    @Override
    public Reader reader() {
      return new Slices(this);
    }
  }

  /** Reads a text by slices. */
  private static final class Slices extends Reader {
    private final InputText text;
    private long at;

    Slices(InputText text) {
      this.text = text;
    }

    @Override
    public int read(char[] buffer, int offset, int count) {
      if (at >= text.length()) {
        return -1;
      }
      String part = text.slice(at, at + count);
      part.getChars(0, part.length(), buffer, offset);
      at += part.length();
      return part.length();
    }

    @Override
    public void close() {}
  }
}
