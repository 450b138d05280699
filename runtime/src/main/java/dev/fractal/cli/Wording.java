package dev.fractal.cli;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Spend;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Wording {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Wording() {}

  static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }

  static String amount(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Known(var amount) -> amount.toPlainString();
      case Quantity.Unknown _ -> "unknown";
    };
  }

  static String usd(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Known(var amount) -> "$" + amount.toPlainString();
      case Quantity.Unknown _ -> "unknown cost";
    };
  }

  /** Tokens and cost in a phrase. */
  static String spend(Spend spend) {
    var total = spend.total();
    return amount(total.input())
        + " tokens in, "
        + amount(total.output())
        + " out · "
        + usd(total.usd());
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static String elapsed(Duration time) {
    var seconds = time.toMillis() / 1000.0;
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1fs", seconds)
        : String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart());
  }

  /** The first characters of a text, with a mark where it was cut. */
  static String shortened(String text, int limit) {
    return text.codePointCount(0, text.length()) <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
  }
}
