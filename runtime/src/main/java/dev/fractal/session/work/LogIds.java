package dev.fractal.session.work;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/**
 * The ids beside log lines: while a task runs, lines of its thread carry the session, turn, step
 * and call that it works for, whoever writes them.
 */
public final class LogIds {
  public static final String SESSION = "session";

  private LogIds() {}

  /** A task for a call. */
  public static Runnable about(CallKey call, Runnable task) {
    return with(of(call), task);
  }

  /** A task for a session. */
  public static Runnable about(SessionId session, Runnable task) {
    return with(Map.of(SESSION, session.value()), task);
  }

  /** An executor whose tasks are all for a call. */
  public static Executor about(CallKey call, Executor executor) {
    return task -> executor.execute(about(call, task));
  }

  /** An executor whose tasks are all for a session. */
  public static Executor about(SessionId session, Executor executor) {
    return task -> executor.execute(about(session, task));
  }

  static Map<String, String> of(CallKey call) {
    var ids = new LinkedHashMap<String, String>();
    call.site()
        .ifPresent(
            site -> {
              ids.put(SESSION, site.session());
              ids.put("turn", Integer.toString(site.turn()));
              ids.put("step", Integer.toString(site.step()));
            });
    ids.put("call", call.value());
    return ids;
  }

  private static Map<String, String> joined(Map<String, String> some, Map<String, String> more) {
    var all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  private static Runnable with(Map<String, String> ids, Runnable task) {
    return () -> {
      var before = MDC.getCopyOfContextMap();
      MDC.setContextMap(before == null ? ids : joined(before, ids));
      try {
        task.run();
      } finally {
        if (before == null) {
          MDC.clear();
        } else {
          MDC.setContextMap(before);
        }
      }
    };
  }
}
