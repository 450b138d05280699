package dev.fractal.cli;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Approvals;
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
 * @param approvals what needs a person's yes in it, besides what the session says
 */
record TurnPlan(
    String requestId,
    Map<String, Path> inputs,
    Optional<Integer> maxSteps,
    Optional<Duration> timeout,
    Optional<String> schema,
    IfBusy ifBusy,
    Approvals approvals) {

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
        schema.map(payloads::keep),
        approvals.names());
  }

  /** The plan of a further turn: its own key, no inputs. */
  TurnPlan next(String key) {
    return new TurnPlan(key, Map.of(), maxSteps, timeout, schema, ifBusy, approvals);
  }

  /** The same plan of a turn in which more needs a person's yes. */
  TurnPlan needing(Approvals more) {
    return new TurnPlan(
        requestId, inputs, maxSteps, timeout, schema, ifBusy, approvals.union(more));
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
