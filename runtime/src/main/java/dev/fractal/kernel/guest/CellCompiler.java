package dev.fractal.kernel.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The parser of cells: acorn in a trusted realm that never sees a guest value. One caller at a
 * time; answers are kept by text.
 */
final class CellCompiler implements AutoCloseable {
  private static final int KEPT = 512;
  private static final int LONGEST = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Realm parser;
  private final Watchdog watchdog;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Compilation> kept = recent();
  private final Map<String, String> described = recent();

  CellCompiler(Realm parser, Watchdog watchdog) {
    this.parser = parser;
    this.watchdog = watchdog;
  }

  /** Parses and rewrites; the time counts for the cell. */
  Compilation compile(String source, Meter meter) {
    lock.lock();
    try {
      Compilation known = kept.get(source);
      if (known == null) {
        known =
            source.length() > LONGEST
                ? tooLong(source)
                : read(source, ask("rewrite", source, meter));
        kept.put(source, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** What the parser says about the function whose source this is, as JSON. */
  String describe(String function, Meter meter) {
    lock.lock();
    try {
      String known = described.get(function);
      if (known == null) {
        known = ask("describe", function, meter);
        described.put(function, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private String ask(String function, String text, Meter meter) {
    try (var _ = watchdog.watch(meter, parser, parser::interrupt)) {
      return parser.call(function, text);
    }
  }

  private static Compilation read(String source, String answer) {
    try {
      JsonNode node = JSON.readTree(answer);
      if (node.has("error")) {
        return new Compilation.Refused(
            "%s (line %d, column %d)"
                .formatted(
                    node.get("error").asText(),
                    node.get("line").asInt(),
                    node.get("column").asInt()));
      }
      return new Compilation.Compiled(
          new CompiledCell(
              source,
              node.get("text").asText(),
              pieces(node.get("pieces")),
              node.get("wrap").asBoolean(),
              node.get("value").asBoolean(),
              new CompiledCell.Facts(
                  node.get("declared").toString(), node.get("functions").toString())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the parser prelude answered no JSON", e);
    }
  }

  private static List<CompiledCell.Piece> pieces(JsonNode list) {
    List<CompiledCell.Piece> pieces = new ArrayList<>();
    int at = 0;
    for (JsonNode piece : list) {
      if (piece.isTextual()) {
        at += piece.asText().length();
      } else {
        int length = piece.get(1).asInt() - piece.get(0).asInt();
        pieces.add(new CompiledCell.Piece(piece.get(0).asInt(), at, length));
        at += length;
      }
    }
    return pieces;
  }

  private static Compilation tooLong(String source) {
    return new Compilation.Refused(
        "SyntaxError: the cell has %,d characters and at most %,d are read; split it (line 1, column 1)"
            .formatted(source.length(), LONGEST));
  }

  private static <V> Map<String, V> recent() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  @Override
  public void close() {
    parser.close();
  }
}
