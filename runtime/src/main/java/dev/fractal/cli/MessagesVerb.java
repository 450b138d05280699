package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.Transcript;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "messages", description = "A session's transcript as it stands.")
final class MessagesVerb extends SessionReadVerb {
  @Option(names = "--all", description = "Everything ever said, compacted turns included.")
  boolean all;

  @Override
  Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation) {
    var messages = all ? Transcript.whole(journal) : Transcript.current(journal);
    var json = new ViewJson(reader.payloads());
    var style = invocation.style();
    return Report.ok(
        () -> Json.array(messages, json::message),
        () ->
            messages.stream()
                .map(
                    message ->
                        style.bold(message.author().wire())
                            + style.dim(" · turn " + message.turn())
                            + "\n"
                            + style.text(reader.payloads().text(message.content()).stripTrailing())
                            + "\n")
                .collect(Collectors.joining("\n")));
  }
}
