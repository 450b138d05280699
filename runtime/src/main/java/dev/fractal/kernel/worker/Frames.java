package dev.fractal.kernel.worker;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a pipe: four bytes of length, then JSON in ASCII, so that every text comes through,
 * lone surrogates included. Reading and writing are each for one thread at a time.
 */
final class Frames {
  /** Bytes of a frame; a longer one is an error of the one who writes it. */
  private static final int LONGEST = 1 << 30;

  private static final ObjectMapper JSON = mapper();

  private Frames() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  private static ObjectMapper mapper() {
    var factory =
        JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    var module = new SimpleModule();
    module.addSerializer(Instant.class, new InstantJson.Writer());
    module.addDeserializer(Instant.class, new InstantJson.Reader());
    var mapper = JsonMapper.builder(factory).addModule(module);
    for (Class<?> sealed :
        new Class<?>[] {Request.class, Answer.class, CellOutcome.class, GuestResult.class}) {
      mapper.addMixIn(sealed, Named.class);
      mapper.registerSubtypes(sealed.getPermittedSubclasses());
    }
    return mapper.build();
  }

  /** The bytes of a frame, its length first. */
  static byte[] of(Object message) throws IOException {
    var bytes = new ByteArrayOutputStream(512);
    bytes.write(new byte[Integer.BYTES]);
    JSON.writeValue(bytes, message);
    byte[] frame = bytes.toByteArray();
    if (frame.length > LONGEST) {
      throw new IOException("a message of %,d bytes is too long".formatted(frame.length));
    }
    ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES);
    return frame;
  }

  static void write(OutputStream out, Object message) throws IOException {
    out.write(of(message));
    out.flush();
  }

  /** The next message, or null at the end of the pipe. */
  static <T> @Nullable T read(DataInputStream in, Class<T> type) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    if (length < 0 || length > LONGEST) {
      throw new IOException("the pipe holds no frame: its length would be " + length);
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return JSON.readValue(body, type);
  }
}
