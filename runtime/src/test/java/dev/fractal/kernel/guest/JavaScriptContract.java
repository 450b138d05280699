package dev.fractal.kernel.guest;

import dev.fractal.kernel.KernelContract;

/** The contract with cells in JavaScript; a subclass names the engine. */
public abstract class JavaScriptContract extends KernelContract {
  @Override
  protected String set(String name, String json) {
    return "var " + name + " = " + json + ";";
  }

  @Override
  protected String print(String text) {
    return "console.log('" + text + "');";
  }

  @Override
  protected String call(String function, String argument, String name) {
    return "const " + name + " = await " + function + "(" + argument + ");";
  }

  @Override
  protected String ask(String function, String argument) {
    return function + "(" + argument + ");";
  }

  @Override
  protected String end(String json) {
    return "FINAL(" + json + ");";
  }

  @Override
  protected String raise(String message) {
    return "throw new Error('" + message + "');";
  }

  @Override
  protected String breakLimit() {
    return "for(;;);";
  }

  @Override
  protected String clock(String name) {
    return "var " + name + " = Date.now();";
  }
}
