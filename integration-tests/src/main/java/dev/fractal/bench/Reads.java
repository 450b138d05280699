package dev.fractal.bench;

import dev.fractal.entity.JournalHistory;
import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.protocol.SessionId;
import dev.fractal.session.state.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads of a long session against those of a session of ten turns, in alternation; then a tree, and
 * the stream of a tree that is older than everything else in the store.
 */
final class Reads {
  static final int YOUNG = 10;
  private static final int UNCOUNTED = 30;
  private static final long STATE = 256 * 1024;
  private static final double RATIO = 1.2;
  private static final double TREE = 150;
  private static final double STREAM = 100;
  private static final List<String> NAMES =
      List.of("message", "chat", "show", "turns/1", "head", "page");

  private final BenchNode node;
  private final Screen screen;
  private final ReadsReport.Setting setting;
  private final ReadRounds rounds;

  private Reads(BenchNode node, Screen screen, ReadsReport.Setting setting, ReadRounds rounds) {
    this.node = node;
    this.screen = screen;
    this.setting = setting;
    this.rounds = rounds;
  }

  static ReadsReport measure(Workshop workshop, Screen screen, ReadsReport.Setting setting) {
    var settings = "fractal.http { enabled = on, port = 0 }";
    try (var node = BenchNode.start(workshop, BenchTurn.PLAYBOOK, settings);
        var rounds = new ReadRounds(node.events(new SessionId("any")))) {
      return new Reads(node, screen, setting, rounds).measure();
    }
  }

  private ReadsReport measure() {
    var made = ReadStore.like(node, node.session("like"));
    screen.note("a tree of 585 sessions, and a session of 10 turns");
    var tree = made.tree("tree");
    var young = made.grown("young", YOUNG, setting.children()).session();
    screen.note("a session of %d turns".formatted(setting.turns()));
    var old = made.grown("old", setting.turns(), setting.children());
    screen.note("%d other sessions".formatted(setting.sessions()));
    made.strangers(setting.sessions());
    double outlined = outlined(old.session());
    long state = new SnapshotCodec<>(SessionState.class).encode(old.state()).length;
    screen.note("%d rounds".formatted(setting.rounds()));
    for (int i = 0; i < UNCOUNTED; i++) {
      ReadRounds.ask(() -> reads(young, "warm"));
      ReadRounds.ask(() -> reads(old.session(), "warm"));
    }
    for (int round = 0; round < 4 * setting.rounds(); round++) {
      boolean even = round % 2 == 0;
      ReadRounds.ask(() -> reads(even ? young : old.session(), even ? "10" : "last"));
      ReadRounds.ask(() -> reads(even ? old.session() : young, even ? "last" : "10"));
    }
    for (int round = 0; round < UNCOUNTED; round++) {
      page(young, "warm");
      page(old.session(), "warm");
    }
    for (int round = 0; round < 4 * setting.rounds(); round++) {
      boolean even = round % 2 == 0;
      page(even ? young : old.session(), even ? "10" : "last");
      page(even ? old.session() : young, even ? "last" : "10");
    }
    for (int round = 0; round < UNCOUNTED + setting.rounds(); round++) {
      boolean counts = round >= UNCOUNTED;
      rounds.time(counts ? "tree" : "warm", () -> rounds.get("/v1/sessions/" + tree + "/tree"));
      rounds.time(
          counts ? "stream" : "warm",
          () -> rounds.firstEvent("/v1/sessions/" + tree + "/tree/events"));
    }
    return report(state, outlined);
  }

  /** Until nothing is left to outline, a piece at a time. */
  private double outlined(SessionId session) {
    long start = System.nanoTime();
    boolean more = true;
    while (more) {
      more = node.store().outlines().advance(session);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** What the page asks for before it shows something. */
  private void page(SessionId session, String age) {
    rounds.time(
        "page " + age,
        () -> {
          rounds.get("/v1/access");
          rounds.firstEvent("/v1/sessions/" + session + "/tree/events");
        });
  }

  private void reads(SessionId session, String age) {
    var path = "/v1/sessions/" + session;
    rounds.time("floor " + age, () -> node.store().catalog().find(session));
    rounds.time("show " + age, () -> rounds.get(path + "?turns=10"));
    rounds.time("turns/1 " + age, () -> rounds.get(path + "/turns/1"));
    rounds.time(
        "head " + age, () -> new JournalHistory(node.store()).source(session, Optional.empty()));
    rounds.time(
        "message " + age,
        () ->
            rounds.post(
                path + "/turns",
                "{\"message\": \"%s\", \"wait\": \"30s\"}".formatted(BenchTurn.SHORT)));
    rounds.time(
        "chat " + age,
        () ->
            rounds.post(
                "/v1/chat/completions",
                """
                {"model": "fractal", "messages": [{"role": "user", "content": "%s"}],
                 "metadata": {"session": "%s", "attempt": "%s"}}
                """
                    .formatted(BenchTurn.SHORT, session, UUID.randomUUID())));
  }

  private ReadsReport report(long state, double outlined) {
    var reads = new ArrayList<ReadsReport.Read>();
    var reaches = new ArrayList<Reach>();
    for (var name : NAMES) {
      double young = rounds.median(name + " 10");
      double old = rounds.median(name + " last");
      reads.add(
          new ReadsReport.Read(
              name, Samples.rounded(young), Samples.rounded(old), Samples.rounded(old / young)));
      reaches.add(
          Reach.atMost(RATIO, name + " at turn " + setting.turns() + " / 10", "", old / young));
    }
    reaches.add(Reach.atMost(STATE, "the long session's state", " bytes", (double) state));
    reaches.add(Reach.atMost(TREE, "a tree of 585 sessions", " ms", rounds.median("tree")));
    reaches.add(
        Reach.atMost(
            STREAM,
            "an old tree's stream beside " + setting.sessions() + " sessions",
            " ms",
            rounds.median("stream")));
    return new ReadsReport(
        setting,
        BenchReport.Machine.here(),
        Samples.rounded(rounds.median("floor last")),
        reads,
        state,
        Samples.rounded(outlined),
        reaches);
  }
}
