package dev.fractal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * JSON whose objects and arrays count how often they are looked at. A validator looks at a node
 * each time that it applies a part of a schema to it, so that the count bounds its work: paths
 * through a schema can be many more than its parts.
 */
final class Metered {
  private static final long LEAST = 200_000;
  private static final long STEPS_PER_NODE = 200;

  /** However large it is: some seconds. */
  private static final long MOST = 40_000_000;

  private Metered() {}

  /** The meter ran out. */
  static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  /** How often the nodes of a document may be looked at, all together. */
  static long stepsFor(JsonNode node) {
    return Math.min(MOST, LEAST + STEPS_PER_NODE * nodes(node));
  }

  private static long nodes(JsonNode node) {
    long count = 1;
    for (JsonNode part : node) {
      count += nodes(part);
    }
    return count;
  }

  /** A copy that throws {@link TooManySteps} once it was looked at that often. */
  static JsonNode copy(JsonNode node, long steps) {
    return copy(node, new AtomicLong(steps));
  }

  private static JsonNode copy(JsonNode node, AtomicLong left) {
    if (node.isObject()) {
      var copy = new MeteredObject(left);
      node.properties().forEach(field -> copy.set(field.getKey(), copy(field.getValue(), left)));
      return copy;
    }
    if (node.isArray()) {
      var copy = new MeteredArray(left);
      node.forEach(part -> copy.add(copy(part, left)));
      return copy;
    }
    return node;
  }

  private static void look(AtomicLong left) {
    if (left.decrementAndGet() < 0) {
      throw new TooManySteps();
    }
  }

  @SuppressWarnings("unchecked") // inherited: the way Jackson narrows deepCopy
  private static final class MeteredObject extends ObjectNode {
    private static final long serialVersionUID = 1L;
    private final AtomicLong left;

    MeteredObject(AtomicLong left) {
      super(JsonNodeFactory.instance);
      this.left = left;
    }

    @Override
    public JsonNode get(String name) {
      look(left);
      return super.get(name);
    }

    @Override
    public JsonNodeType getNodeType() {
      look(left);
      return super.getNodeType();
    }

    @Override
    public Iterator<String> fieldNames() {
      look(left);
      return super.fieldNames();
    }
  }

  @SuppressWarnings("unchecked") // inherited: the way Jackson narrows deepCopy
  private static final class MeteredArray extends ArrayNode {
    private static final long serialVersionUID = 1L;
    private final AtomicLong left;

    MeteredArray(AtomicLong left) {
      super(JsonNodeFactory.instance);
      this.left = left;
    }

    @Override
    public JsonNode get(int index) {
      look(left);
      return super.get(index);
    }

    @Override
    public JsonNodeType getNodeType() {
      look(left);
      return super.getNodeType();
    }
  }
}
