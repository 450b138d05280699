package dev.fractal.cli;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.PayloadId;
import dev.fractal.view.Json;
import dev.fractal.view.document.PayloadDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "payload", description = "A stored text, by its content address.")
final class PayloadVerb extends Verb {
  private static final int BLOCK = 1 << 16;

  @Parameters(paramLabel = "ID", description = "sha256:…")
  String address = "";

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "A session that refers to it: a node shows payloads to who names one.")
  @Nullable String session;

  @Override
  int run(Invocation invocation) {
    var id = Arguments.payload(address);
    if (session == null && invocation.remote()) {
      throw CliException.usage(
          "a running node has the store, and shows a payload to who names a session that refers to"
              + " it; add --session ID");
    }
    var known = Optional.ofNullable(session).map(Arguments::session);
    var place =
        directory(invocation)
            .find()
            .orElseThrow(
                () ->
                    new CliException(
                        "NoStore",
                        "there is no .fractal directory in "
                            + invocation.env().directory()
                            + " or above it; name one with --data DIR",
                        Exit.ERROR));
    try (var reader = invocation.env().launchers().readers().open(place)) {
      var _ = known.map(reader::events);
      return invocation.json()
          ? document(id, reader.payloads(), invocation)
          : stream(id, reader.payloads(), invocation);
    }
  }

  private static int document(PayloadId id, PayloadStore payloads, Invocation invocation) {
    var text = payloads.get(id);
    return invocation.print(
        Report.ok(() -> Json.document(new PayloadDocument(id, text.length(), text)), () -> text));
  }

  /** Texts can be large: they pass through in blocks. */
  private static int stream(PayloadId id, PayloadStore payloads, Invocation invocation) {
    var style = invocation.style();
    var out = invocation.env().console().out();
    var block = new char[BLOCK];
    try (var reader = payloads.open(id).reader()) {
      for (var n = reader.read(block); n >= 0; n = reader.read(block)) {
        out.print(style.text(new String(block, 0, n)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
    return Exit.OK;
  }
}
