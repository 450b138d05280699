package dev.fractal.kernel.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fractal.kernel.InputText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Serves one cell's input handles. An answer is one letter and a body: {@code s} a string, {@code
 * j} JSON, {@code e} an error's name and message.
 */
final class InputDesk {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_MATCHES = 1000;
  private static final int MOST_CHUNKS = 1_000_000;

  private final Map<String, InputText> inputs;
  private final int limit;
  private final Meter meter;

  InputDesk(Map<String, InputText> inputs, int limit, Meter meter) {
    this.inputs = inputs;
    this.limit = limit;
    this.meter = meter;
  }

  /** The names and lengths as the prelude wants them. */
  String catalog() {
    List<List<Object>> list = new ArrayList<>();
    new TreeMap<>(inputs).forEach((name, text) -> list.add(List.of(name, text.length())));
    return json(list);
  }

  String answer(String name, String operation, String arguments) {
    InputText text = inputs.get(name);
    if (text == null) {
      return error("RangeError", "this turn has no input '" + name + "'");
    }
    try {
      JsonNode args = JSON.readTree(arguments);
      return switch (operation) {
        case "text" -> text(text);
        case "slice" -> slice(text, args);
        case "lines" -> "j" + json(lines(text, args));
        case "grep" -> "j" + json(grep(text, args));
        case "chunks" -> "j" + json(chunks(text, args));
        default -> error("TypeError", "an input has no operation '" + operation + "'");
      };
    } catch (RefusedRead e) {
      return error(e.name, e.getMessage());
    } catch (PatternSyntaxException e) {
      return error(
          "SyntaxError",
          "grep cannot use the pattern: "
              + e.getMessage()
              + "; it takes RE2 syntax, without look-around and back-references");
    } catch (IOException e) {
      return error("Error", "the input '" + name + "' cannot be read: " + e.getMessage());
    }
  }

  private String text(InputText text) throws RefusedRead {
    if (text.length() > limit) {
      throw tooLarge("text()", text.length());
    }
    return "s" + text.slice(0, text.length());
  }

  private String slice(InputText text, JsonNode args) throws RefusedRead {
    long start = bound(args.path(0), 0, text.length());
    long end = Math.max(start, bound(args.path(1), text.length(), text.length()));
    if (end - start > limit) {
      throw tooLarge("slice(a, b)", end - start);
    }
    return "s" + text.slice(start, end);
  }

  /** A position as {@code String.prototype.slice} reads it: negative ones count from the end. */
  private static long bound(JsonNode node, long missing, long length) {
    if (!node.isNumber()) {
      return missing;
    }
    long at = node.asLong();
    return Math.clamp(at < 0 ? at + length : at, 0, length);
  }

  private List<String> lines(InputText text, JsonNode args) throws IOException {
    long first = Math.max(1, args.path(0).asLong(1));
    long last = args.path(1).isNumber() ? args.path(1).asLong() : Long.MAX_VALUE;
    List<String> found = new ArrayList<>();
    long total = 0;
    long previous = 0;
    try (Reader reader = text.reader()) {
      Lines lines = new Lines(reader);
      for (var piece = lines.next();
          piece != null && piece.number() <= last;
          piece = lines.next()) {
        goOn();
        if (piece.number() >= first) {
          total += piece.text().length() + 1L;
          if (total > limit) {
            throw tooLarge("lines(a, b)", total);
          }
          if (piece.number() == previous) {
            found.set(found.size() - 1, found.getLast() + piece.text());
          } else {
            found.add(piece.text());
          }
          previous = piece.number();
        }
      }
    }
    return found;
  }

  private List<Map<String, Object>> grep(InputText text, JsonNode args) throws IOException {
    if (!args.path(0).isTextual()) {
      throw new RefusedRead("TypeError", "grep takes a pattern: a string or a RegExp");
    }
    Pattern pattern = Pattern.compile(args.path(0).asText(), flags(args.path(1).asText("")));
    int max = args.path(2).isNumber() ? args.path(2).asInt() : DEFAULT_MATCHES;
    List<Map<String, Object>> found = new ArrayList<>();
    long total = 0;
    try (Reader reader = text.reader()) {
      Lines lines = new Lines(reader);
      for (var piece = lines.next(); piece != null && found.size() < max; piece = lines.next()) {
        goOn();
        if (pattern.matcher(piece.text()).find()) {
          total += piece.text().length();
          if (total > limit / 2) {
            throw new RefusedRead(
                "RangeError",
                "grep found more than %,d characters; narrow the pattern or lower max"
                    .formatted(limit / 2));
          }
          Map<String, Object> match = new LinkedHashMap<>();
          match.put("line", piece.number());
          match.put("text", piece.text());
          found.add(match);
        }
      }
    }
    return found;
  }

  private static int flags(String letters) {
    int flags = 0;
    flags |= letters.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0;
    flags |= letters.indexOf('s') >= 0 ? Pattern.DOTALL : 0;
    return flags | (letters.indexOf('m') >= 0 ? Pattern.MULTILINE : 0);
  }

  private List<String> chunks(InputText text, JsonNode args) throws IOException {
    long size = args.path(0).asLong(0);
    long overlap = args.path(1).asLong(0);
    if (size < 1 || overlap < 0 || overlap >= size) {
      throw new RefusedRead(
          "RangeError",
          "chunks(size, {overlap}) takes a size of at least 1 and an overlap below it");
    }
    long step = size - overlap;
    long count = Math.max(1, (Math.max(0, text.length() - overlap) + step - 1) / step);
    if (text.length() + count * overlap > limit || count > MOST_CHUNKS) {
      throw tooLarge("chunks(size)", text.length() + count * overlap);
    }
    List<String> found = new ArrayList<>();
    String whole = text.slice(0, text.length());
    for (long start = 0; found.size() < count; start += step) {
      goOn();
      found.add(whole.substring((int) start, (int) Math.min(whole.length(), start + size)));
    }
    return found;
  }

  private void goOn() throws RefusedRead {
    if (meter.hostTimeSpent()) {
      throw new RefusedRead("RangeError", "reading inputs took longer than a cell may");
    }
  }

  private RefusedRead tooLarge(String operation, long units) {
    return new RefusedRead(
        "RangeError",
        "%s would give %,d characters and a cell takes at most %,d at once; use slice(a, b) in a loop, lines, grep or smaller chunks of slices"
            .formatted(operation, units, limit));
  }

  private static String error(String name, String message) {
    return "e" + name + "\n" + message;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are always JSON", e);
    }
  }

  /** A read that the guest gets back as an error. */
  private static final class RefusedRead extends IOException {
    private static final long serialVersionUID = 1L;
    private final String name;

    RefusedRead(String name, String message) {
      super(message);
      this.name = name;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
