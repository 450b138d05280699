package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fractal.kernel.KernelLimits;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs are handles whose operations the host serves. */
public abstract class InputsSuite extends KernelSuite {
  @Override
  protected KernelLimits limits() {
    return new KernelLimits(
        Duration.ofSeconds(10), 256L << 20, 256L << 20, 20_000, 20, 50, 4 << 20, 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "inputs.doc.length|12",
        "(await inputs.doc.text()).length|12",
        "await inputs.doc.slice(1, 3)|\"b1\"",
        "await inputs.doc.slice(-4)|\"ab1\\n\"",
        "await inputs.doc.lines(2, 3)|[\"ab1\", \"ab1\"]",
        "await inputs.doc.lines(3, 99)|[\"ab1\"]",
        "await inputs.doc.grep('b.', {max: 1})|[{ line: 1, text: \"ab1\" }]",
        "(await inputs.doc.grep(/AB/i)).length|3",
        "(await inputs.doc.grep('AB')).length|0",
        "await inputs.doc.chunks(5)|[\"ab1\\na\", \"b1\\nab\", \"1\\n\"]",
        "await inputs.doc.chunks(8, {overlap: 4})|[\"ab1\\nab1\\n\", \"ab1\\nab1\\n\"]",
        "await inputs.doc.chunks(2, {overlap: 2})|THREW RangeError: chunks(size, {overlap}) takes",
        "await inputs.doc.grep('(?<=a)b')|THREW SyntaxError: grep cannot use the pattern",
        "const {text} = inputs.doc; await text()|THREW TypeError: this is not an input",
        "inputs.doc|«input doc, 12 characters»",
        "Object.keys(inputs)|[\"doc\"]",
        "inputs.none|``",
        "inputs = 1; delete inputs.doc; inputs.doc.length|12",
      })
  void anOperationGives(String cell, String shown) {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.inputs.put("doc", new Repeated("ab1", 3));
      assertThat(notebook.shown(cell)).startsWith(shown);
    }
  }

  @Test
  void aHandleIsKeptInAVariableAndReachesTheInputOfTheLaterTurn() {
    try (Notebook first = new Notebook(factory)) {
      first.inputs.put("doc", new Repeated("ab1", 3));
      first.run("const d = inputs.doc; const list = [d]");
      try (Notebook second = new Notebook(factory, first.save().dump)) {
        assertThat(second.shown("await d.text()"))
            .isEqualTo("THREW RangeError: this turn has no input 'doc' (line 1, column 9)");
        second.inputs.put("doc", new Repeated("z", 1));
        assertThat(second.shown("list[0] === d && await d.text()")).isEqualTo("\"z\\n\"");
      }
    }
  }

  @Test
  void anInputOfTwoHundredMegabytesIsSearchedAndCutWithoutBeingHeld() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Notebook notebook = new Notebook(factory)) {
      notebook.inputs.put("big", new Repeated("x".repeat(9_999), 20_000));
      assertThat(notebook.shown("inputs.big.length")).isEqualTo("200000000");
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(notebook.shown("(await inputs.big.grep('xy|zz')).length")).isEqualTo("0");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3L << 30);
      assertThat(notebook.shown("await inputs.big.text()")).startsWith("THREW RangeError: text()");
      assertThat(notebook.shown("await inputs.big.chunks(1000)"))
          .contains("use slice(a, b) in a loop");
      assertThat(
              notebook.shown(
                  "let n = 0; for (let i = 0; i < 20; i++) n += (await inputs.big.slice(i * 1e5, (i"
                      + " + 1) * 1e5)).length; n"))
          .isEqualTo("2000000");
    }
  }
}
