package dev.fractal.toolset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A toolset in memory: {@code echo}, {@code fail} and {@code wait}. It remembers its calls. */
public final class FakeToolset implements Toolset {
  private static final String SCHEMA =
      "{\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"],\"type\":\"object\"}";
  private static final JsonMapper JSON = new JsonMapper();

  private final String doc;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  public FakeToolset(String doc) {
    this.doc = doc;
  }

  @Override
  public String namespace() {
    return "probe";
  }

  @Override
  public List<ToolFunction> functions() {
    return List.of(
        new ToolFunction("echo", doc, SCHEMA),
        new ToolFunction("fail", "Fails.", SCHEMA),
        new ToolFunction("wait", "Never answers.", SCHEMA));
  }

  @Override
  public String call(String function, String arguments) throws InterruptedException {
    calls.add(function);
    return switch (function) {
      case "echo" -> TextNode.valueOf(text(arguments)).toString();
      case "wait" -> forever();
      default -> throw new ToolFailure(text(arguments) + " cannot be done");
    };
  }

  private String forever() throws InterruptedException {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
      return "";
    } finally {
      interrupted.countDown();
    }
  }

  private static String text(String arguments) {
    try {
      return JSON.readTree(arguments).path("text").asText();
    } catch (JsonProcessingException e) {
      throw new ToolFailure("no JSON");
    }
  }

  /** Names of the functions that were called, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Down once somebody waits. */
  public CountDownLatch waiting() {
    return waiting;
  }

  /** Down once the one who waits was interrupted. */
  public CountDownLatch interrupted() {
    return interrupted;
  }
}
