package dev.fractal.session.decide;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.HostCall;

/** The question whether a function may be called. */
final class Approval {
  private static final int SHOWN = 200;

  private Approval() {}

  static Ask of(HostCall call) {
    var question = "May %s(%s) be called?".formatted(call.function(), shown(call.arguments()));
    return Ask.approval(call.function(), question, call.arguments());
  }

  /** The arguments without the brackets of their array; long ones are cut. */
  private static String shown(Content arguments) {
    return switch (arguments) {
      case Content.Inline(var json) when json.length() <= SHOWN ->
          json.length() < 2 ? json : json.substring(1, json.length() - 1);
      case Content.Inline(var json) -> cut(json) + "…";
      case Content.Stored(var _, var length) -> "%,d characters".formatted(length);
    };
  }

  private static String cut(String json) {
    boolean splits = Character.isHighSurrogate(json.charAt(SHOWN - 1));
    return json.substring(1, splits ? SHOWN - 1 : SHOWN);
  }
}
