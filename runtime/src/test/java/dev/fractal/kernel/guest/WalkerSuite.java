package dev.fractal.kernel.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A save is exact or says why not. The cells stand in files beside this class's package; whether
 * two realms are equal is told by running code in them.
 */
public abstract class WalkerSuite extends KernelSuite {
  static Stream<Arguments> exact() throws IOException {
    return cases("exact.cells");
  }

  static Stream<Arguments> named() throws IOException {
    return cases("named.cells");
  }

  static Stream<Arguments> forms() throws IOException {
    return cases("forms.cells");
  }

  private static Stream<Arguments> cases(String file) throws IOException {
    try (InputStream in = WalkerSuite.class.getResourceAsStream("/dev/fractal/kernel/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.startsWith("# "))
              .map(line -> line.split(" \\|\\| ", -1))
              .map(parts -> Arguments.of(parts[0], parts[1]))
              .toList()
              .stream();
    }
  }

  private static void make(Notebook notebook, String cells) {
    for (String cell : cells.split(" ;; ", -1)) {
      assertThat(notebook.shown(cell)).doesNotStartWith("THREW").doesNotStartWith("LIMIT");
    }
  }

  @ParameterizedTest
  @MethodSource("exact")
  void whatIsOnTheListComesBack(String cells, String read) {
    try (Notebook live = new Notebook(factory)) {
      make(live, cells);
      assertThat(live.save().last.inexact()).isEmpty();
      Map<String, String> saved = new TreeMap<>(live.dump);
      String shown = live.shown(read);
      assertThat(shown).doesNotStartWith("THREW");
      try (Notebook back = new Notebook(factory, saved)) {
        assertThat(back.save().last.inexact()).isEmpty();
        assertThat(back.last.changed().keySet()).isSubsetOf(saved.keySet());
        assertThat(back.dump).isEqualTo(saved);
        assertThat(back.shown(read)).isEqualTo(shown);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("named")
  void whatIsNotOnTheListIsNamed(String cells, String why) {
    try (Notebook notebook = new Notebook(factory)) {
      make(notebook, cells);
      assertThat(notebook.save().last.inexact()).isNotEmpty();
      assertThat(notebook.last.inexact().toString()).contains(why);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theFormsAreThoseOfOldJournals(String cells, String forms) {
    try (Notebook notebook = new Notebook(factory)) {
      make(notebook, cells);
      notebook.save();
      assertThat(notebook.dump).hasToString(forms);
    }
  }

  @Test
  void noCodeOfTheCellsRunsInAWalk() {
    try (Notebook notebook = new Notebook(factory)) {
      make(notebook, "var ran = ''; const note = (what) => { ran += what + ' '; return what }");
      make(notebook, "class E extends Error { toString() { return note('E.toString') } }");
      make(notebook, "class N extends Error { get name() { return note('N.name') } }");
      make(notebook, "const v = [new E(), new N(), {get x() { return note('x') }}, [1]]");
      make(notebook, "const p = new Proxy([], {get(t, k) { note('trap'); return t[k] }})");
      make(
          notebook,
          "for (const k of ['toJSON', 'then', 'constructor', 'value', 'get', '0', 'length',"
              + " Symbol.toStringTag, Symbol.iterator, Symbol.toPrimitive])"
              + " for (const o of [Object.prototype, Array.prototype])"
              + " if (!Object.hasOwn(o, k)) Object.defineProperty(o, k, {__proto__: null, get() { note(String(k)) },"
              + " set() { note('set ' + String(k)) }, configurable: true}); ran = ''; 0");
      notebook.save();
      assertThat(notebook.last.inexact()).isNotEmpty();
      assertThat(notebook.dump).containsEntry("ran", "=\"\"");
      assertThat(notebook.save().dump).containsEntry("ran", "=\"\"");
    }
  }

  @Test
  void aLongTextThatStaysIsToldOnceAndCounted() {
    try (Notebook notebook = new Notebook(factory)) {
      make(notebook, "let text = 'x'.repeat(100000); let n = 1");
      long size = notebook.changes().last.size();
      assertThat(notebook.last.changed()).containsOnlyKeys("text", "n");
      make(notebook, "n = 2; text = text.slice(1) + 'x'");
      assertThat(notebook.changes().last.changed()).containsOnlyKeys("n");
      assertThat(notebook.last.size()).isEqualTo(size).isEqualTo(100_003 + 2);
      make(notebook, "text = 'y' + text.slice(1)");
      assertThat(notebook.changes().last.changed()).containsOnlyKeys("text");
    }
  }

  @Test
  void aPatchWorksAndIsNoLongerNamedWhenItIsUndone() {
    try (Notebook notebook = new Notebook(factory)) {
      make(notebook, "const old = Map.prototype.get; Map.prototype.get = () => 'patched'");
      assertThat(notebook.shown("new Map().get(1)")).isEqualTo("\"patched\"");
      assertThat(notebook.save().last.inexact()).containsKey("Map.prototype.get");
      make(notebook, "Map.prototype.get = old; 0");
      assertThat(notebook.save().last.inexact()).isEmpty();
    }
  }

  @Test
  void aLossWouldBeSeen() {
    try (Notebook live = new Notebook(factory)) {
      make(live, "const v = [1, 2]; const w = {v}");
      Map<String, String> damaged = new TreeMap<>(live.save().dump);
      damaged.put("v", "=[1,3]");
      try (Notebook back = new Notebook(factory, damaged)) {
        assertThat(back.shown("w.v[1]")).isNotEqualTo(live.shown("w.v[1]"));
      }
    }
  }
}
