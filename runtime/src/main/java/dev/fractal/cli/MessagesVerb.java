package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.Json;
import dev.fractal.view.MessageLog;
import dev.fractal.view.SessionReader;
import dev.fractal.view.ViewJson;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "messages", description = "A session's transcript as it stands.")
final class MessagesVerb extends SessionReadVerb {
  @Option(names = "--all", description = "Everything ever said, compacted turns included.")
  boolean all;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var messages = all ? MessageLog.whole(id, reader) : MessageLog.current(reader.state(id));
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
                            + style.page(reader.payloads().text(message.content()).stripTrailing())
                            + "\n")
                .collect(Collectors.joining("\n")));
  }
}
