package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell ends; each way of not ending is its own failure. */
@Timeout(60)
public abstract class LimitsSuite extends KernelSuite {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "while(true){}|LIMIT CPU_TIME",
        "for(;;){try{for(;;){}}finally{continue}}|LIMIT CPU_TIME",
        "(function f(){ Promise.resolve().then(f) })()|LIMIT ",
        "(async () => { for (;;) await null })()|LIMIT ",
        "for (;;) { try { throw 1 } catch (e) {} }|LIMIT ",
        "'x'.padEnd(2**29)|THREW RangeError: Invalid string length",
        "let a=[1]; for (;;) a=a.concat(a)|LIMIT ",
        "const l=[]; for (;;) l.push({a: 1})|LIMIT ",
        "let s='x'; for (;;) s += s|THREW RangeError: Invalid string length",
        "new Array(2**32-1).fill(0)|LIMIT ",
        "new Uint8Array(2**31).fill(1)|THREW RangeError",
        "new ArrayBuffer(2**32).byteLength|THREW RangeError",
        "console.log('x'.repeat(2**30))|THREW RangeError: Invalid string length",
        "for (;;) console.log('x'.repeat(1000))|LIMIT OUTPUT",
        "console.log('x'.repeat(100000))|LIMIT OUTPUT",
        "function r(n) { return 1 + r(n + 1) } r(0)|THREW RangeError: Maximum call stack size"
            + " exceeded",
        "await new Promise(() => {})|THREW Error: the cell waits for a promise that nothing can"
            + " settle",
        "FINAL(new Promise(() => {}))|THREW Error: the cell waits for a promise that nothing can"
            + " settle",
        "for (let i = 0; i < 21; i++) lm(i); 1|1",
        "for (let i = 0; i < 20; i++) lm(i); await lm(20)|THREW RangeError: more than 20 host calls"
            + " wait at once; make them in chunks",
        "await mapLm(new Array(21).fill(1), 'q')|THREW RangeError: mapLm got 21 inputs",
        "let n = 0; for (let i = 0; i < 5; i++) n += (await mapLm(new Array(20).fill(1),"
            + " 'q')).length; n|100",
        "JSON.parse('['.repeat(1000000))|THREW RangeError OR THREW SyntaxError",
        "FINAL((() => { let d = {}; for (let i = 0; i < 100000; i++) d = {d}; return d })())|THREW"
            + " ",
      })
  void aCellEnds(String cell, String shown) {
    try (Notebook notebook = new Notebook(factory)) {
      long start = System.nanoTime();
      String is = notebook.shown(cell);
      assertThat(Stream.of(shown.split(" OR ", -1))).as(is).anyMatch(is::startsWith);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void cpuTimeIsSummedOverTheSlicesOfACell() {
    String burn = "{ const end = 3e6; let n = 0; for (let i = 0; i < end; i++) n += i }";
    KernelLimits limits =
        new KernelLimits(Duration.ofMillis(800), 1L << 40, 1L << 40, 1000, 5, 50, 1 << 20, 20);
    try (KernelFactory timed = newFactory(limits);
        Notebook notebook = new Notebook(timed)) {
      assertThat(notebook.shown("for (let k = 0; k < 1000; k++) { " + burn + " await lm(k) }"))
          .isEqualTo("LIMIT CPU_TIME");
    }
  }

  @Test
  void aRestoreThatNeverEndsIsRefusedAndADumpFiresNothing() {
    try (Notebook notebook = new Notebook(factory)) {
      notebook.run("const v = {get x() { for (;;); }, toJSON() { for (;;); }}");
      notebook.run("class T { static x = (() => { for (;;); }) } const p = {};");
      notebook.save();
      try (Notebook second = new Notebook(factory, notebook.dump)) {
        assertThat(second.shown("typeof T")).isEqualTo("\"function\"");
      }
    }
  }
}
