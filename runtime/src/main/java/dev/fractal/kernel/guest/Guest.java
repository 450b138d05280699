package dev.fractal.kernel.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Moment;
import java.util.ArrayList;
import java.util.List;

/** The prelude functions of one realm of cells. */
record Guest(Realm realm) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private String call(String function, Object... arguments) {
    return realm.call(function, arguments);
  }

  /** How many calls may wait at once, and how many children one of them may ask for. */
  void bound(int hostCalls, int fanOut) {
    call("bound", hostCalls, fanOut);
  }

  void begin(Cell cell, CompiledCell compiled, String catalog) {
    call("learn", compiled.facts().functions());
    call(
        "begin",
        (double) cell.moment().clock().toEpochMilli(),
        cell.moment().budget(),
        (int) (cell.seed() >>> 32),
        (int) cell.seed(),
        catalog);
  }

  void start(CompiledCell compiled, String file) {
    call(
        "start", compiled.text() + "\n//# sourceURL=" + file, compiled.wrapped(), compiled.value());
  }

  void proceed(Moment moment) {
    call("proceed", (double) moment.clock().toEpochMilli(), moment.budget());
  }

  void settle(GuestResult result) {
    switch (result) {
      case GuestResult.Returned(int number, String json) -> call("settle", number, false, json, "");
      case GuestResult.Failed(int number, String type, String message) ->
          call("settle", number, true, type, message);
    }
  }

  String status() {
    return call("status");
  }

  String reserved(String names) {
    return call("reserved", names);
  }

  void stopped() {
    call("stopped");
  }

  /** Walks the variables, all of them or what changed, and for a save the built-ins as well. */
  void dump(boolean all, boolean builtIns) {
    call("dump", all, builtIns);
  }

  /** Lets go of restored data; whether the realm is then as it was before. */
  boolean clear() {
    return !call("clear").isEmpty();
  }

  void restore(String name, String encoded) {
    call("restore", name, encoded);
  }

  void restoreDone() {
    call("restoreDone");
  }

  /**
   * What a cell waits for by its status text: the numbers of the calls that it called off, then
   * number, promise, name and arguments of each that it made.
   */
  static Suspended suspended(String json) {
    try {
      JsonNode list = JSON.readTree(json);
      List<Integer> cancelled = new ArrayList<>();
      list.get(0).forEach(number -> cancelled.add(number.asInt()));
      List<GuestCall> calls = new ArrayList<>();
      for (int i = 1; i < list.size(); i++) {
        JsonNode call = list.get(i);
        calls.add(
            new GuestCall(
                call.get(0).asInt(),
                call.get(2).asText(),
                call.get(3).asText(),
                call.get(1).asInt()));
      }
      return new Suspended(calls, cancelled);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the preludes answered no JSON", e);
    }
  }
}
