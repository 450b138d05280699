package dev.fractal.toolset;

final class FakeToolsetTest extends ToolsetContract {
  private final FakeToolset toolset = new FakeToolset("Gives the text back.");

  @Override
  protected Toolset toolset() {
    return toolset;
  }
}
