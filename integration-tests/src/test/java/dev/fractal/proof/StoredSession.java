package dev.fractal.proof;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.view.VariableView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A session as its journal tells it. */
public record StoredSession(SessionId id, List<JournalEntry> journal) {

  /** Reads a copy of the store, so that the store itself stays as a killed process left it. */
  static StoredSession read(Path data, SessionId id) throws IOException {
    return reading(
        data, store -> new StoredSession(id, store.journal().read(id, 1, Long.MAX_VALUE)));
  }

  /** Reads something from a copy of a store. */
  static <T> T reading(Path data, Function<Store, T> read) throws IOException {
    var copy = Scratch.directory("copy");
    var file = copy.resolve("store.mv.db");
    Files.copy(data.resolve("store.mv.db"), file);
    try (var store = Store.openReader(config(copy))) {
      return read.apply(store);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(copy.resolve("lock"));
      Files.deleteIfExists(copy);
    }
  }

  /** The configuration of the store in a directory. */
  static StoreConfig config(Path data) {
    return StoreConfig.from(
        ConfigFactory.parseMap(Map.of("fractal.store.h2.directory", data.toString()))
            .withFallback(ConfigFactory.load()));
  }

  /** Digest of each variable, by name. */
  Map<String, String> digests() {
    return VariableView.of(journal).stream()
        .collect(Collectors.toMap(VariableView::name, VariableView::digest));
  }

  /** What the turn spent, once it has ended. */
  Spend spend() {
    return of(TurnEnded.class).findFirst().orElseThrow().spend();
  }

  /** Keys of the calls that are reported as made again. */
  List<String> repeated() {
    return of(CallsRepeated.class)
        .flatMap(event -> event.calls().stream())
        .map(CallKey::value)
        .toList();
  }

  /** Keys of the calls whose results are in the journal, one for each result. */
  List<String> answered() {
    return journal.stream().map(JournalEntry::event).flatMap(this::answered).toList();
  }

  private Stream<String> answered(SessionEvent event) {
    return switch (event) {
      case ModelReplied e -> Stream.of(CallKey.model(id, e.turn(), e.step()).value());
      case HostCallsCompleted e ->
          e.results().stream().map(result -> host(e.turn(), e.step(), e.cell(), result.call()));
      default -> Stream.empty();
    };
  }

  /** Calls in the order in which they were made; those of one wave leave at the same time. */
  List<List<String>> waves() {
    return journal.stream().map(JournalEntry::event).flatMap(this::wave).toList();
  }

  private Stream<List<String>> wave(SessionEvent event) {
    return switch (event) {
      case ModelReplied e -> Stream.of(List.of(CallKey.model(id, e.turn(), e.step()).value()));
      case HostCallsRequested e when !e.calls().isEmpty() ->
          Stream.of(
              e.calls().stream()
                  .map(call -> host(e.turn(), e.step(), e.cell(), call.call()))
                  .toList());
      default -> Stream.empty();
    };
  }

  private String host(int turn, int step, int cell, int call) {
    return CallKey.host(id, turn, step, cell, call).value();
  }

  public <E extends SessionEvent> Stream<E> of(Class<E> type) {
    return journal.stream().map(JournalEntry::event).filter(type::isInstance).map(type::cast);
  }
}
