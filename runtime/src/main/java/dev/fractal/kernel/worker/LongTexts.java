package dev.fractal.kernel.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The long texts of a frame, which follow its JSON as they are in memory and stand in it as
 * numbers: neither side escapes, parses or widens them. Each comes as the bytes of a unit (1 for
 * ISO 8859-1, 2 for UTF-16LE), the number of bytes and the bytes.
 */
final class LongTexts {
  /** UTF-16 units from which on a text counts as long. */
  static final int LONG = 1024;

  /** Under this name a writer finds its {@link LongTexts}, and a reader its list of texts. */
  static final String KEY = LongTexts.class.getName();

  private final long most;
  private final List<LongText> texts = new ArrayList<>();
  private long bytes;

  /** For at most so many bytes. */
  LongTexts(long most) {
    this.most = most;
  }

  /**
   * Leaves so much room to something else, too.
   *
   * @throws BoundedBytes.Exceeded if there is not as much
   */
  void leave(long room) throws BoundedBytes.Exceeded {
    bytes += room;
    if (bytes > most) {
      throw new BoundedBytes.Exceeded();
    }
  }

  /** All texts, in their order. */
  List<LongText> texts() {
    return texts;
  }

  private int add(String text) throws BoundedBytes.Exceeded {
    LongText added = LongText.of(text);
    leave(added.length());
    texts.add(added);
    return texts.size() - 1;
  }

  /**
   * Reads so many texts.
   *
   * @throws IOException if they are not as they have to be, or are longer than {@code most} bytes
   */
  static List<String> read(DataInputStream in, int count, long most) throws IOException {
    List<String> texts = new ArrayList<>();
    long left = most;
    for (int i = 0; i < count; i++) {
      int width = in.readByte();
      int length = in.readInt();
      left -= LongText.HEAD + (long) length;
      if ((width != 1 && width != 2) || length < 0 || length % width != 0 || left < 0) {
        throw new IOException("the pipe holds no text of " + length + " bytes, " + width + " each");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      texts.add(width == 1 ? Units.narrow(bytes) : Units.wide(bytes));
    }
    return texts;
  }

  static void register(SimpleModule module) {
    module.addSerializer(String.class, new Writer());
    module.addDeserializer(String.class, new Reader());
  }

  private static final class Writer extends StdScalarSerializer<String> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (text.length() >= LONG && provider.getAttribute(KEY) instanceof LongTexts texts) {
        json.writeNumber(texts.add(text));
      } else {
        json.writeString(text);
      }
    }
  }

  private static final class Reader extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        return StringDeserializer.instance.deserialize(json, context);
      }
      int at = json.getIntValue();
      if (context.getAttribute(KEY) instanceof List<?> texts
          && at >= 0
          && at < texts.size()
          && texts.get(at) instanceof String text) {
        return text;
      }
      throw new IOException("the frame has no text " + at);
    }
  }
}
