package dev.fractal.http.routes;

import dev.fractal.client.Sessions;
import dev.fractal.http.wire.Admission;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Problems;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.document.ScheduledDocument;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The schedules of sessions. */
public record ScheduleRoutes(Sessions sessions, SessionReader reader) {
  private static final String ALL = "/v1/sessions/{id}/schedules";
  private static final String ONE = ALL + "/{name}";

  public List<Route> all() {
    return List.of(
        Route.read(ALL, this::list),
        Route.post(ALL, this::add),
        Route.post(ONE + "/pause", exchange -> change(exchange, Phase.PAUSED)),
        Route.post(ONE + "/resume", exchange -> change(exchange, Phase.ACTIVE)),
        new Route("DELETE", ONE, Admission.DRIVE, this::remove));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    var session = exchange.session();
    if (reader.highest(session) == 0) {
      throw Problems.of(
              new Refusal(
                  Refusal.Kind.UnknownSession,
                  "there is no session %s; name one that is listed".formatted(session)))
          .thrown();
    }
    return CompletableFuture.completedFuture(
        Answers.ok(Json.array(reader.schedules(session), Json::document)));
  }

  private CompletionStage<HttpResponse> add(Exchange exchange) {
    var fields = exchange.fields();
    var name = fields.text("name");
    var task = fields.text("task");
    var every = fields.time("every");
    var cron = fields.textIfAny("cron");
    var zone = fields.textIfAny("zone");
    var overlap =
        fields
            .form("overlap", word -> Overlap.named(word).orElseThrow(IllegalArgumentException::new))
            .orElse(Overlap.SKIP);
    var by = by(fields);
    if (every.isPresent() == cron.isPresent() || (zone.isPresent() && cron.isEmpty())) {
      throw Problem.badRequest(
              "the body has either 'every', or 'cron' and, if it is not UTC, its 'zone'")
          .thrown();
    }
    return ordered(
        exchange,
        () -> {
          var rhythm =
              every
                  .<Schedule.Rhythm>map(Schedule.Every::new)
                  .orElseGet(() -> new Schedule.Cron(cron.orElseThrow(), zone.orElse("UTC")));
          return new ScheduleOrder(
              new ScheduleOrder.Add(new Schedule(name, task, rhythm, overlap)), by);
        });
  }

  private CompletionStage<HttpResponse> change(Exchange exchange, Phase phase) {
    var by = by(exchange.fields());
    return changed(exchange, phase, by);
  }

  private CompletionStage<HttpResponse> remove(Exchange exchange) {
    return changed(exchange, Phase.REMOVED, exchange.query("by").orElse("http"));
  }

  private CompletionStage<HttpResponse> changed(Exchange exchange, Phase phase, String by) {
    var name = exchange.parameter("name", Schedule::named);
    return ordered(exchange, () -> new ScheduleOrder(new ScheduleOrder.Change(name, phase), by));
  }

  private static String by(Fields fields) {
    var by = fields.textIfAny("by").orElse("http");
    fields.end();
    return by;
  }

  private CompletionStage<HttpResponse> ordered(Exchange exchange, Supplier<ScheduleOrder> order) {
    try {
      return SessionAnswers.expect(
              Scheduled.class, sessions.schedule(exchange.session(), order.get()))
          .thenApply(reply -> Answers.ok(Json.document(ScheduledDocument.of(reply))));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
    }
  }
}
