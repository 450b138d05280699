package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Glance;
import dev.fractal.view.HeadView;
import dev.fractal.view.Json;
import dev.fractal.view.Kin;
import dev.fractal.view.MessageLog;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SpendJson;
import dev.fractal.view.StepJson;
import dev.fractal.view.StepView;
import dev.fractal.view.TreeJson;
import dev.fractal.view.TreeView;
import dev.fractal.view.TurnIndex;
import dev.fractal.view.VariableView;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What is stored of sessions, as the command line's {@code --json} has it. */
public record ReadRoutes(SessionReader reader, UnaryOperator<String> preview) {
  private static final int LISTED = 50;
  private static final int MOST_LISTED = 10_000;

  public List<Route> all() {
    return List.of(
        read("/v1/sessions", this::sessions),
        read("/v1/sessions/{id}", this::session),
        read("/v1/sessions/{id}/steps", this::steps),
        read("/v1/sessions/{id}/messages", this::messages),
        read("/v1/sessions/{id}/heads", this::heads),
        read("/v1/sessions/{id}/edges", this::edges),
        read("/v1/sessions/{id}/tree", this::tree),
        read("/v1/sessions/{id}/cost", this::cost),
        read("/v1/sessions/{id}/vars", this::variables));
  }

  private static Route read(String template, Function<Exchange, JsonNode> document) {
    return Route.read(
        template,
        exchange -> CompletableFuture.completedFuture(Answers.ok(document.apply(exchange))));
  }

  private JsonNode sessions(Exchange exchange) {
    int limit =
        Math.min(
            exchange.query("limit", text -> number("limit", text)).orElse(LISTED), MOST_LISTED);
    var after = exchange.query("after", SessionId::new);
    return Json.array(
        after.isEmpty()
            ? reader.sessions(limit)
            : reader.sessions(
                reader.session(after.get()).orElseThrow(() -> unknown(after.get())), limit),
        row -> ViewJson.row(row, reader));
  }

  private JsonNode session(Exchange exchange) {
    var id = exchange.session();
    var page =
        new Glance.Page(
            exchange.query("before", text -> number("before", text)),
            exchange.query("turns", text -> number("turns", text)).orElse(Glance.TURNS));
    return new ViewJson(reader.payloads())
        .session(Glance.of(id, reader, page).orElseThrow(() -> missing(id)));
  }

  private JsonNode steps(Exchange exchange) {
    var turn = exchange.query("turn", text -> number("turn", text));
    return Json.array(
        StepView.of(there(exchange), turn, reader), new StepJson(reader.payloads())::step);
  }

  private JsonNode messages(Exchange exchange) {
    var id = there(exchange);
    var messages =
        exchange.flag("all") ? MessageLog.whole(id, reader) : MessageLog.current(reader.state(id));
    return Json.array(messages, new ViewJson(reader.payloads())::message);
  }

  private JsonNode heads(Exchange exchange) {
    var id = there(exchange);
    var current =
        reader.outlines().standing(id).flatMap(standing -> standing.outline().marks().head());
    return Json.array(
        HeadView.of(id, reader),
        view -> ViewJson.head(view, current.equals(Optional.of(view.head().id()))));
  }

  private JsonNode edges(Exchange exchange) {
    var id = there(exchange);
    return TreeJson.edges(
        exchange.flag("tree")
            ? Kin.of(id, reader).orElseThrow(() -> unreadable(id)).all()
            : Kin.alone(id, reader).stream());
  }

  private JsonNode tree(Exchange exchange) {
    return TreeJson.tree(wholeTree(exchange.session()));
  }

  private JsonNode cost(Exchange exchange) {
    var id = exchange.session();
    var own = TurnIndex.of(id, reader).map(Glance::cost).orElseThrow(() -> missing(id));
    return exchange.flag("tree") ? SpendJson.cost(own, wholeTree(id)) : SpendJson.cost(own);
  }

  private JsonNode variables(Exchange exchange) {
    var id = there(exchange);
    return ViewJson.variables(
        exchange
            .query("head", HeadId::new)
            .map(head -> VariableView.at(id, published(head, id), reader))
            .orElseGet(() -> VariableView.of(id, reader)),
        variable ->
            variable
                .saved()
                .map(saved -> reader.payloads().text(saved.encoded()))
                .map(preview)
                .orElse(""));
  }

  private Head published(HeadId id, SessionId session) {
    return HeadView.of(session, reader).stream()
        .map(HeadView::head)
        .filter(head -> head.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(404, "UnknownHead", "the session has published no head " + id)
                    .thrown());
  }

  private TreeView wholeTree(SessionId session) {
    return TreeView.of(session, reader).orElseThrow(() -> missing(session));
  }

  private SessionId there(Exchange exchange) {
    var session = exchange.session();
    if (reader.highest(session) == 0) {
      throw unknown(session);
    }
    return session;
  }

  /** There is no such session, or what is there does not begin with its start. */
  private RuntimeException missing(SessionId session) {
    return reader.highest(session) == 0 ? unknown(session) : unreadable(session);
  }

  static RuntimeException unknown(SessionId session) {
    return new Problem(
            404,
            "UnknownSession",
            "session '" + session + "' is unknown; GET /v1/sessions lists those that are there")
        .thrown();
  }

  private static RuntimeException unreadable(SessionId session) {
    return new Problem(
            500,
            "UnreadableJournal",
            "the journal of session '"
                + session
                + "' does not begin with its start; a check of the store says more")
        .thrown();
  }

  /** A whole number of the query, 1 or more. */
  static int number(String name, String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("'" + name + "' is not a whole number of at least 1");
    }
    return Integer.parseInt(text);
  }
}
