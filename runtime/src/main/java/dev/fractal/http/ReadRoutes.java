package dev.fractal.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.CostView;
import dev.fractal.view.HeadView;
import dev.fractal.view.Json;
import dev.fractal.view.Member;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SessionView;
import dev.fractal.view.SpendJson;
import dev.fractal.view.StepView;
import dev.fractal.view.Transcript;
import dev.fractal.view.TreeJson;
import dev.fractal.view.TreeView;
import dev.fractal.view.VariableView;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What is stored of sessions, as the command line's {@code --json} has it. */
record ReadRoutes(SessionReader reader, UnaryOperator<String> preview) {
  private static final int LISTED = 50;
  private static final int MOST_LISTED = 10_000;

  List<Route> all() {
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
    return Route.get(
        template,
        exchange -> CompletableFuture.completedFuture(Answers.ok(document.apply(exchange))));
  }

  private JsonNode sessions(Exchange exchange) {
    int limit = exchange.query("limit", text -> number("limit", text)).orElse(LISTED);
    return Json.array(reader.sessions(Math.min(limit, MOST_LISTED)), ViewJson::row);
  }

  private JsonNode session(Exchange exchange) {
    var journal = journal(exchange.session());
    var view = SessionView.of(journal).orElseThrow(() -> unreadable(exchange.session()));
    return new ViewJson(reader.payloads()).session(view, CostView.of(journal).total());
  }

  private JsonNode steps(Exchange exchange) {
    var turn = exchange.query("turn", text -> number("turn", text));
    var steps =
        StepView.of(journal(exchange.session())).stream()
            .filter(step -> turn.isEmpty() || step.turn() == turn.get())
            .toList();
    return Json.array(steps, new ViewJson(reader.payloads())::step);
  }

  private JsonNode messages(Exchange exchange) {
    var journal = journal(exchange.session());
    var messages = exchange.flag("all") ? Transcript.whole(journal) : Transcript.current(journal);
    return Json.array(messages, new ViewJson(reader.payloads())::message);
  }

  private JsonNode heads(Exchange exchange) {
    var journal = journal(exchange.session());
    var current = SessionView.of(journal).flatMap(SessionView::head);
    return Json.array(
        HeadView.of(journal),
        view -> ViewJson.head(view, current.equals(Optional.of(view.head().id()))));
  }

  private JsonNode edges(Exchange exchange) {
    var journal = journal(exchange.session());
    return TreeJson.edges(
        exchange.flag("tree")
            ? wholeTree(exchange.session()).all().map(TreeView::member)
            : Member.of(journal).stream());
  }

  private JsonNode tree(Exchange exchange) {
    var _ = journal(exchange.session());
    return TreeJson.tree(wholeTree(exchange.session()));
  }

  private JsonNode cost(Exchange exchange) {
    var journal = journal(exchange.session());
    return exchange.flag("tree")
        ? TreeJson.cost(wholeTree(exchange.session()))
        : SpendJson.cost(CostView.of(journal));
  }

  private JsonNode variables(Exchange exchange) {
    var journal = journal(exchange.session());
    return ViewJson.variables(
        exchange
            .query("head", HeadId::new)
            .map(head -> VariableView.at(journal, published(head, journal)))
            .orElseGet(() -> VariableView.of(journal)),
        variable ->
            variable
                .saved()
                .map(saved -> reader.payloads().text(saved.encoded()))
                .map(preview)
                .orElse(""));
  }

  private static Head published(HeadId id, List<JournalEntry> journal) {
    return HeadView.of(journal).stream()
        .map(HeadView::head)
        .filter(head -> head.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(404, "UnknownHead", "the session has published no head " + id)
                    .thrown());
  }

  private TreeView wholeTree(SessionId session) {
    return TreeView.of(session, reader).orElseThrow(() -> unreadable(session));
  }

  private List<JournalEntry> journal(SessionId session) {
    var journal = reader.events(session);
    if (journal.isEmpty()) {
      throw unknown(session);
    }
    return journal;
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
                + "' does not begin with its start; 'bin/fractal check' looks")
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
