package dev.fractal.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import java.util.List;
import java.util.Map;

/** How events of older versions become those of this one. */
final class Migrations {
  private static final int FORMER_DEPTH = 0;

  private Migrations() {}

  static List<EventMigration> all() {
    return List.of(
        new EventMigration("session-started", 1, Migrations::withAuthority),
        new EventMigration("session-started", 2, Migrations::withPolicy),
        new EventMigration("turn-queued", 1, Migrations::withoutSchema),
        new EventMigration("turn-opened", 1, Migrations::withoutSchema),
        new EventMigration("turn-queued", 2, Migrations::withoutApprovals),
        new EventMigration("turn-opened", 2, Migrations::withoutApprovals),
        new EventMigration("turn-ended", 1, Migrations::withTree),
        new EventMigration("host-calls-requested", 1, Migrations::withDelivery),
        new EventMigration("host-calls-completed", 1, Migrations::asItIs),
        new EventMigration("head-selected", 1, Migrations::withBudgetsAndOrigin),
        new EventMigration("head-selected", 2, Migrations::withPromises));
  }

  /** Version 1 knew no typed values. */
  private static ObjectNode withoutSchema(ObjectNode event) {
    ((ObjectNode) event.path("request")).putNull("schema");
    return event;
  }

  /** Version 2 knew no approvals of a turn. */
  private static ObjectNode withoutApprovals(ObjectNode event) {
    ((ObjectNode) event.path("request")).putArray("approve");
    return event;
  }

  /** Version 1 gave all results at once, and every call was a promise of its own to it. */
  private static ObjectNode withDelivery(ObjectNode event) {
    event.set("delivery", stored(Delivery.ALL));
    event.path("calls").forEach(Migrations::ownPromise);
    return event;
  }

  private static void ownPromise(JsonNode call) {
    ((ObjectNode) call).set("promise", call.path("call"));
  }

  /** Version 2 can tell more, and the same in the same way. */
  private static ObjectNode asItIs(ObjectNode event) {
    return event;
  }

  /** Version 2 knew no promises with several calls. */
  private static ObjectNode withPromises(ObjectNode event) {
    for (var replayed : event.path("continuation").path("workspace").path("replay")) {
      for (var wave : replayed.path("step").path("waves")) {
        wave.path("calls").forEach(Migrations::ownPromise);
      }
    }
    return event;
  }

  /** Version 1 charged no budget. */
  private static ObjectNode withTree(ObjectNode event) {
    event.set("tree", stored(Spent.NONE));
    return event;
  }

  /**
   * Version 1 recorded no budget, and no cell could see one; every step was evaluated by the
   * session itself.
   */
  private static ObjectNode withBudgetsAndOrigin(ObjectNode event) {
    for (var replayed : event.path("continuation").path("workspace").path("replay")) {
      ((ObjectNode) replayed).putNull("origin");
      var step = (ObjectNode) replayed.path("step");
      step.set("left", stored(Budget.UNLIMITED));
      step.path("waves").forEach(wave -> ((ObjectNode) wave).set("left", stored(Budget.UNLIMITED)));
    }
    return event;
  }

  /**
   * Version 1 knew a profile's name and nothing of trees: such a session is a root without children
   * and without a working directory.
   */
  private static ObjectNode withAuthority(ObjectNode event) {
    var spec = (ObjectNode) event.path("spec");
    var label = spec.path("profile").asText();
    spec.remove("profile");
    int steps = spec.path("limits").path("maxSteps").asInt();
    var capability =
        Profile.named(label)
            .orElse(Profile.LOCKED_DOWN)
            .under(new Limits(FORMER_DEPTH, FORMER_DEPTH, FORMER_DEPTH, steps));
    spec.set("descent", stored(Descent.ROOT));
    spec.set("authority", stored(new Authority(label, capability, "", Map.of())));
    spec.set("budget", stored(Budget.UNLIMITED));
    return event;
  }

  /** Version 2 ended what the budget had not enough for, and warned of nothing. */
  private static ObjectNode withPolicy(ObjectNode event) {
    ((ObjectNode) event.path("spec")).set("policy", stored(BudgetPolicy.USUAL));
    return event;
  }

  private static JsonNode stored(Object value) {
    JsonNode tree = StoredForm.mapper().valueToTree(value);
    return tree == null ? JsonNodeFactory.instance.nullNode() : tree;
  }
}
