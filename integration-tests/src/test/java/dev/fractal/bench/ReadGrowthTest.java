package dev.fractal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.entity.JournalHistory;
import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.store.RowsRead;
import dev.fractal.protocol.SessionId;
import dev.fractal.session.state.SessionState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read of a long session is not more than what is read of a short one: rows are counted,
 * which no load beside changes.
 */
@Tag("slow")
final class ReadGrowthTest {
  private static final int TURNS = 400;
  private static final int CHILDREN = 50;

  private static final List<String> NAMES = List.of("show", "turns/1", "head", "message", "chat");

  @TempDir private Path directory;
  private BenchNode node;
  private ReadRounds rounds;

  @BeforeEach
  void start() {
    node =
        BenchNode.start(
            Workshop.open(directory),
            BenchTurn.PLAYBOOK,
            "fractal.http { enabled = on, port = 0 }");
    rounds = new ReadRounds(node.events(new SessionId("any")));
  }

  @AfterEach
  void end() {
    rounds.close();
    node.close();
  }

  private Chronicle grown(String name, int turns) {
    var history = ReadStore.like(node, node.session("like")).grown(name, turns, CHILDREN);
    boolean more = true;
    while (more) {
      more = node.store().outlines().advance(history.session());
    }
    return history;
  }

  private static long read(RowsRead rows, ReadRounds.Question question) {
    return rows.by(() -> ReadRounds.ask(question));
  }

  private ReadRounds.Question read(String name, SessionId session) {
    var path = "/v1/sessions/" + session;
    return switch (name) {
      case "show" -> () -> rounds.get(path + "?turns=10");
      case "turns/1" -> () -> rounds.get(path + "/turns/1");
      case "head" -> () -> new JournalHistory(node.store()).source(session, Optional.empty());
      case "message" -> () -> node.turn(session, BenchTurn.SHORT);
      default -> () -> rounds.post("/v1/chat/completions", chat(session));
    };
  }

  private static String chat(SessionId session) {
    return """
        {"model": "fractal", "messages": [{"role": "user", "content": "%s"}],
         "metadata": {"session": "%s", "attempt": "%s"}}
        """
        .formatted(BenchTurn.SHORT, session, UUID.randomUUID());
  }

  @Test
  void noReadFetchesMoreOfALongSessionThanOfAShortOne() {
    var young = grown("young", Reads.YOUNG).session();
    var old = grown("old", TURNS).session();
    var rows = RowsRead.ofAll(node.store());

    for (var name : NAMES) {
      long few = read(rows, read(name, young));
      long many = read(rows, read(name, old));
      assertThat(many)
          .as("rows of %s at turn %d, %d at turn 10", name, TURNS, few)
          .isLessThanOrEqualTo(few * 12 / 10 + Outlines.DISTANCE);
    }
  }

  /** Negative control: the count sees a read of the whole history. */
  @Test
  void theCountSeesAReadThatGrows() {
    var young = grown("young", Reads.YOUNG).session();
    var old = grown("old", 10 * Reads.YOUNG).session();
    var rows = RowsRead.ofAll(node.store());

    long few = read(rows, () -> rounds.get("/v1/sessions/" + young + "/steps"));
    assertThat(read(rows, () -> rounds.get("/v1/sessions/" + old + "/steps")))
        .isGreaterThan(5 * few);
  }

  /** Eight bytes for a turn's request id, and nothing for its children. */
  @Test
  void aStateGrowsByEightBytesATurn() {
    var codec = new SnapshotCodec<>(SessionState.class);
    int early = codec.encode(grown("early", TURNS / 2).state()).length;
    int late = codec.encode(grown("late", TURNS).state()).length;

    assertThat(late - early).isBetween(0, TURNS / 2 * 10);
    assertThat(late + 10_000 * 10).isLessThan(256 * 1024);
  }
}
