package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.v8.V8Library;
import dev.fractal.node.Kernels;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A session that one engine began goes on with the other: code that runs on its state says so. */
@Timeout(300)
@EnabledIf("hasV8")
final class EngineMoveTest {
  private static final Map<String, Object> GRAALJS =
      Map.of("fractal.kernel.engine", "graaljs", "fractal.kernel.place", "in-process");
  private static final Map<String, Object> V8 =
      Map.of("fractal.kernel.engine", "v8", "fractal.kernel.place", "workers");

  /** What is made in the first turn, and what is asked of it in later ones. */
  private static final List<String[]> STATES =
      List.of(
          new String[] {
            "let list = [1, , 3], map = new Map([[{ a: 1 }, new Set([1n])]]); const at = new Date(5);",
            "[list.length, 1 in list, [...map][0][1].has(1n), at.getTime()]"
          },
          new String[] {
            "class Row { constructor(n) { this.n = n; } get twice() { return 2 * this.n; } } let row = new Row(21);",
            "[row instanceof Row, row.twice, new Row(1).twice]"
          },
          new String[] {
            "class Safe { #n = 1; add() { return ++this.#n; } } let safe = new Safe(); safe.add();",
            "[safe.add() > 2, safe instanceof Safe]"
          },
          new String[] {
            "let count = 0; const next = (() => { let n = 0; return () => ++n; })(); next();",
            "[next() > 1, ++count > 0]"
          },
          new String[] {
            "let \u0928\u093e\u092e = 'x'; const shared = { deep: [] }; let a = [shared], b = [shared]; b[0].deep.push(1);",
            "[\u0928\u093e\u092e, a[0] === b[0], a[0].deep]"
          });

  static boolean hasV8() {
    return V8Library.isThere();
  }

  @Test
  void fromGraalJsToV8AndBack(@TempDir Path directory) throws IOException {
    thereAndBack(directory, GRAALJS, V8);
  }

  @Test
  void fromV8ToGraalJsAndBack(@TempDir Path directory) throws IOException {
    thereAndBack(directory, V8, GRAALJS);
  }

  private static void thereAndBack(
      Path directory, Map<String, Object> here, Map<String, Object> there) throws IOException {
    var before = new LinkedHashMap<String, String>();
    during(directory, here, talk -> begin(talk, before));
    during(directory, there, talk -> goOn(talk, before));
    during(directory, here, talk -> goOn(talk, before));
  }

  private static void begin(Conversation talk, Map<String, String> values) {
    for (int i = 0; i < STATES.size(); i++) {
      var session = talk.fresh("state-" + i);
      talk.value(session, STATES.get(i)[0] + " FINAL(0)");
      values.put("state-" + i, talk.value(session, "FINAL(" + STATES.get(i)[1] + ")"));
    }
  }

  private static void goOn(Conversation talk, Map<String, String> values) {
    for (int i = 0; i < STATES.size(); i++) {
      var session = new SessionId("state-" + i);
      assertThat(talk.value(session, "FINAL(" + STATES.get(i)[1] + ")"))
          .as(STATES.get(i)[0])
          .isEqualTo(values.get("state-" + i));
    }
  }

  private interface Talking {
    void with(Conversation talk) throws IOException;
  }

  /** A node that lives for as long as this. */
  private static void during(Path directory, Map<String, Object> settings, Talking talking)
      throws IOException {
    var config =
        ConfigFactory.parseMap(settings)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of("fractal.store.h2.directory", directory.resolve("data").toString())))
            .withFallback(ConfigFactory.load("local"));
    var kernels = Kernels.open(config);
    try (var node = LocalNode.start(config, kernels)) {
      talking.with(Conversation.with(node, directory, "'went on'"));
    } finally {
      kernels.close();
    }
  }
}
