package dev.fractal.kernel;

/** The fake keeps the contract. */
final class FakeKernelTest extends KernelContract {
  @Override
  protected KernelFactory newFactory() {
    return new FakeKernelFactory();
  }

  @Override
  protected String set(String name, String json) {
    return "set " + name + " " + json;
  }

  @Override
  protected String print(String text) {
    return "print " + text;
  }

  @Override
  protected String call(String function, String argument, String name) {
    return "call " + function + " [" + argument + "] -> " + name;
  }

  @Override
  protected String ask(String function, String argument) {
    return "ask " + function + " [" + argument + "]";
  }

  @Override
  protected String end(String json) {
    return "final " + json;
  }

  @Override
  protected String raise(String message) {
    return "throw " + message;
  }

  @Override
  protected String breakLimit() {
    return "limit";
  }

  @Override
  protected String clock(String name) {
    return "clock " + name;
  }
}
