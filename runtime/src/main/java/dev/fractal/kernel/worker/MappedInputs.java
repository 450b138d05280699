package dev.fractal.kernel.worker;

import dev.fractal.kernel.InputText;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/** The local copies of inputs that this worker has mapped; each is checked once. */
final class MappedInputs {
  private static final int CHECKED_AT_ONCE = 1 << 20;

  private final Map<InputCopy, InputText> mapped = new ConcurrentHashMap<>();

  /**
   * The text of a copy.
   *
   * @throws IllegalStateException if the file is not what its checksum says
   */
  InputText of(InputCopy copy) {
    return mapped.computeIfAbsent(copy, MappedInputs::map);
  }

  private static InputText map(InputCopy copy) {
    try (FileChannel file = FileChannel.open(Path.of(copy.file()), StandardOpenOption.READ)) {
      MemorySegment bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), Arena.ofAuto());
      if (bytes.byteSize() != copy.length() * copy.width() || copy.checksum() != checksum(bytes)) {
        throw new IllegalStateException(
            "the local copy of input " + copy.address() + " is damaged; start the turn again");
      }
      return new MappedInput(copy, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long checksum(MemorySegment bytes) {
    var sum = new CRC32C();
    for (long at = 0; at < bytes.byteSize(); at += CHECKED_AT_ONCE) {
      sum.update(
          bytes.asSlice(at, Math.min(CHECKED_AT_ONCE, bytes.byteSize() - at)).asByteBuffer());
    }
    return sum.getValue();
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
      return width == 1 ? Units.narrow(part) : Units.wide(part);
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
