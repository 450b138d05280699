package dev.fractal.cli;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A turn that is ready to be asked for.
 *
 * @param inputs checked text files by input name
 * @param schema a checked JSON Schema
 */
record TurnPlan(
    String requestId,
    Map<String, Path> inputs,
    Optional<Integer> maxSteps,
    Optional<Duration> timeout,
    Optional<String> schema,
    IfBusy ifBusy) {

  /** Stores what the request refers to and gives the request. */
  TurnRequest request(String message, Optional<ModelChoice> models, PayloadStore payloads) {
    var stored = new LinkedHashMap<String, InputRef>();
    inputs.forEach((name, file) -> stored.put(name, store(name, file, payloads)));
    return new TurnRequest(
        requestId,
        payloads.keep(message),
        stored,
        models,
        maxSteps,
        timeout,
        schema.map(payloads::keep));
  }

  /** The plan of a further turn: its own key, no inputs. */
  TurnPlan next(String key) {
    return new TurnPlan(key, Map.of(), maxSteps, timeout, schema, ifBusy);
  }

  private static InputRef store(String name, Path file, PayloadStore payloads) {
    try (var reader = TextFile.open(file)) {
      return payloads.putFrom(reader);
    } catch (IOException e) {
      throw CliException.usage(
          "input " + name + ": " + file + " cannot be read (" + DataDirectory.reason(e) + ")");
    }
  }
}
