package dev.fractal.crash;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.session.TestModels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the model says in two turns, by turn and step. A call after the last step, which only an
 * impossible cut leads to, gets the last reply again.
 */
record Script(List<String> first, List<String> second) {
  /** Everything that a JavaScript cell can live through. */
  static Script javaScript() {
    return new Script(
        List.of(
            cell("const lines = ['a', 'b', 'c'];", "let n = lines.length;", "console.log(n);"),
            cell(
                "function twice(x) { return 2 * x; }",
                "class Box { constructor(v) { this.v = v; } get() { return this.v; } }",
                "const box = new Box(21);"),
            cell("const seed = Math.random();", "const when = new Date().toISOString();"),
            cell("const one = await lm('alpha', 'shout');"),
            cell(
                "const lanes = await mapLm(['u', 'v', 'bad', 'x', 'y', 'z'], 'shout');",
                "const failed = lanes.filter(lane => lane.failed).length;"),
            cell("let before = n + 1;", "missing.call();"),
            cell("const repaired = twice(n) + before;")
                + cell("const two = await lm('beta', 'shout');", "const after = Date.now();"),
            cell("const places = new Map([[box, lines], ['box', box]]);"),
            cell("const three = (await Promise.all([lm('p', 'shout'), lm('q', 'shout')])).join();"),
            cell("box.v = box.get() * 2;", "delete globalThis.before;"),
            cell(
                "FINAL({n, repaired, one, lanes, failed, two, three, box: box.get(), seed,"
                    + " when})")),
        List.of(cell("const sum = twice(box.get()) + places.size;"), cell("FINAL(sum)")));
  }

  /** The same for the fake kernel. */
  static Script commands() {
    return new Script(
        List.of(
            cell("set x 1", "print hello"),
            cell("seed seed", "clock when"),
            cell("call lm [\"alpha\",\"shout\",\"text\"] -> one"),
            cell(
                "ask lm [\"u\",\"shout\",\"text\"]",
                "ask lm [\"v\",\"shout\",\"text\"]",
                "ask lm [\"bad\",\"shout\",\"text\"]",
                "ask lm [\"w\",\"shout\",\"text\"]",
                "call lm [\"z\",\"shout\",\"text\"] -> lanes"),
            cell("set before 1", "throw oh"),
            cell("set repaired 2")
                + cell("call lm [\"beta\",\"shout\",\"text\"] -> two", "clock after"),
            cell("limit"),
            cell("set places 3"),
            cell("unset before"),
            cell("final lanes")),
        List.of(cell("set sum 5"), cell("final sum")));
  }

  private static String cell(String... lines) {
    return TestModels.cellOf(lines) + "\n";
  }

  CompletableFuture<ModelReply> answer(ModelRequest request) {
    return switch (request.role()) {
      case ROOT, CHILD -> {
        var steps = request.key().value().contains("/t1/") ? first : second;
        yield CompletableFuture.completedFuture(
            TestModels.reply(steps.get(Math.min(request.step(), steps.size()) - 1)));
      }
      case LEAF -> leaf(request.newest());
    };
  }

  private static CompletableFuture<ModelReply> leaf(String newest) {
    return newest.endsWith("bad")
        ? CompletableFuture.failedFuture(
            new ModelCallException(
                ModelCallException.Kind.BAD_REQUEST, "this lane is bad", 0, Optional.empty()))
        : CompletableFuture.completedFuture(
            TestModels.reply(newest.strip().toUpperCase(Locale.ROOT)));
  }
}
