package dev.fractal.kernel.worker;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.KernelLimitException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a pipe: the length of the JSON and the number of {@link LongTexts} in four bytes
 * each, JSON in ASCII, the texts. Every text comes through, lone surrogates included. Reading and
 * writing are each for one thread at a time.
 *
 * @param longest bytes of a frame, its texts included, that both sides take, from 1 MiB to 1 GiB
 */
record Frames(int longest) {
  private static final int LEAST = 1 << 20;
  private static final int MOST = 1 << 30;

  private static final int HEAD = 2 * Integer.BYTES;

  private static final ObjectMapper JSON = mapper();

  Frames {
    if (longest < LEAST || longest > MOST) {
      throw new IllegalArgumentException("frames have 1 MiB to 1 GiB, not " + longest);
    }
  }

  /** Frames that a heap of so many bytes can hold with what is made of them. */
  static Frames of(long heap) {
    return new Frames(Math.clamp(heap / 4, LEAST, MOST));
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Named {}

  private static ObjectMapper mapper() {
    var factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
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
    LongTexts.register(module);
    var mapper = JsonMapper.builder(factory).addModule(module);
    for (Class<?> sealed :
        new Class<?>[] {Request.class, Answer.class, CellOutcome.class, GuestResult.class}) {
      mapper.addMixIn(sealed, Named.class);
      mapper.registerSubtypes(sealed.getPermittedSubclasses());
    }
    return mapper.build();
  }

  /**
   * A message's frame.
   *
   * @throws KernelLimitException if the other side would not take it
   */
  Frame of(Object message) {
    try {
      var json = new BoundedBytes(longest);
      var texts = new LongTexts(longest);
      JSON.writer().withAttribute(LongTexts.KEY, texts).writeValue(json, message);
      byte[] body = json.taken();
      texts.leave(body.length);
      var head = ByteBuffer.allocate(HEAD + body.length);
      head.putInt(body.length).putInt(texts.texts().size()).put(body);
      return new Frame(head.array(), texts.texts());
    } catch (BoundedBytes.Exceeded e) {
      throw new KernelLimitException(
          Limit.MEMORY,
          "what goes to a worker or comes from it at once takes more than %,d MiB; keep less in variables"
              .formatted(longest >> 20));
    } catch (IOException e) {
      throw new UncheckedIOException("a message has no form", e);
    }
  }

  /** The next message, or null at the end of the pipe. */
  <T> @Nullable T read(DataInputStream in, Class<T> type) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    int texts = in.readInt();
    if (length < 0 || length > longest || texts < 0) {
      throw new IOException(
          "the pipe holds no frame: it would have " + length + " bytes and " + texts + " texts");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return JSON.readerFor(type)
        .withAttribute(LongTexts.KEY, LongTexts.read(in, texts, longest - length))
        .readValue(body);
  }
}
