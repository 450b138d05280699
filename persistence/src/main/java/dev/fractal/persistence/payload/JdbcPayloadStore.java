package dev.fractal.persistence.payload;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payloads as rows of the table {@code payload}: a text is cut into parts of at most 256 Ki
 * characters, each with a checksum, deflated above 1 KiB. All rows of a text appear in one
 * transaction.
 */
public final class JdbcPayloadStore implements PayloadStore {
  private final PayloadTable table;
  private final Path spoolDirectory;
  private final String place;

  /**
   * A store on a database that has the schema.
   *
   * @param spoolDirectory takes the temporary file of a text that is stored from a reader
   */
  public JdbcPayloadStore(Jdbc jdbc, Path spoolDirectory) {
    this.table = new PayloadTable(jdbc);
    this.spoolDirectory = spoolDirectory;
    this.place = jdbc.place();
  }

  /** Deletes temporary files of a killed process; only for the sole user of a directory. */
  public static void sweep(Path spoolDirectory) throws IOException {
    PartSpool.sweep(spoolDirectory);
  }

  @Override
  public PayloadId put(String text) {
    var id = PayloadId.of(text);
    if (!table.contains(id)) {
      var parts = parts(text);
      table.insert(id, parts.size(), parts.iterator());
    }
    return id;
  }

  private static List<PayloadPart> parts(String text) {
    var parts = new ArrayList<PayloadPart>();
    try {
      new PartCutter().cut(new StringReader(text), parts::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  @Override
  public InputRef putFrom(Reader text) throws IOException {
    var cutter = new PartCutter();
    try (var spool = new PartSpool(spoolDirectory, place)) {
      spool.write(cutter, text);
      var id = cutter.id();
      if (!table.contains(id)) {
        try (var parts = spool.read(cutter.parts())) {
          table.insert(id, cutter.parts(), parts);
        }
      }
      return new InputRef(id, cutter.chars());
    }
  }

  @Override
  public String get(PayloadId id) {
    var text = new StringBuilder();
    for (var span : spans(id)) {
      text.append(table.text(id, span.part()));
    }
    var whole = text.toString();
    if (!PayloadId.of(whole).equals(id)) {
      throw new PayloadUnavailable(id, "does not match its address");
    }
    return whole;
  }

  @Override
  public PayloadText open(PayloadId id) {
    return new StoredText(table, id, spans(id));
  }

  private List<PayloadTable.Span> spans(PayloadId id) {
    var spans = table.index(id);
    if (spans.isEmpty()) {
      throw new PayloadUnavailable(id, "is not in the store");
    }
    return spans;
  }
}
