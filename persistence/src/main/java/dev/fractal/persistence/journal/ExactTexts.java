package dev.fractal.persistence.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.fractal.protocol.TextBytes;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every Java string exactly. A text with an unpaired surrogate, which CBOR cannot write, is
 * stored as a byte string of its UTF-16 units; such a map key as NUL and their base 64.
 */
final class ExactTexts extends SimpleModule {
  private static final long serialVersionUID = 1L;
  private static final char ESCAPE = '\0';

  ExactTexts() {
    addSerializer(String.class, new Writer());
    addDeserializer(String.class, new Reader());
    addKeySerializer(String.class, new KeyWriter());
    addKeyDeserializer(String.class, new KeyReader());
  }

  private static final class Writer extends JsonSerializer<String> {
    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (TextBytes.isWellFormed(text)) {
        out.writeString(text);
      } else {
        out.writeBinary(TextBytes.units(text));
      }
    }
  }

  private static final class Reader extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return in.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)
          ? TextBytes.ofUnits(in.getBinaryValue())
          : StringDeserializer.instance.deserialize(in, context);
    }
  }

  private static final class KeyWriter extends JsonSerializer<String> {
    @Override
    public void serialize(String key, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeFieldName(needsEscape(key) ? escaped(key) : key);
    }

    private static boolean needsEscape(String key) {
      return (!key.isEmpty() && key.charAt(0) == ESCAPE) || !TextBytes.isWellFormed(key);
    }

    private static String escaped(String key) {
      return ESCAPE + Base64.getEncoder().encodeToString(TextBytes.units(key));
    }
  }

  private static final class KeyReader extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return !key.isEmpty() && key.charAt(0) == ESCAPE
          ? TextBytes.ofUnits(Base64.getDecoder().decode(key.substring(1)))
          : key;
    }
  }
}
