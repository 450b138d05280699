package dev.fractal.bench;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The log of a made-up service: the same for the same seed, 77 characters a line in the mean. */
final class LogText {
  private static final String[] LEVELS = {"DEBUG", "INFO", "INFO", "INFO", "WARN", "ERROR"};
  private static final String[] SERVICES = {"api", "auth", "billing", "search", "mail", "cart"};
  private static final String[] EVENTS = {
    "request served", "timeout of upstream", "cache miss", "login", "retry", "payment taken"
  };
  private static final int DAY = 86_400;

  private LogText() {}

  static String of(int lines, long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      line(text, (int) ((long) line * DAY / lines), random);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, int second, RandomGenerator random) {
    text.append("11-28T");
    two(text, second / 3600).append(':');
    two(text, second / 60 % 60).append(':');
    two(text, second % 60).append("Z ");
    text.append(any(LEVELS, random)).append(" [").append(any(SERVICES, random)).append("] ");
    text.append(any(EVENTS, random)).append(" user=").append(random.nextInt(200));
    text.append(" ip=10.").append(random.nextInt(256)).append('.').append(random.nextInt(256));
    text.append('.').append(random.nextInt(256));
    text.append(" took=").append(random.nextInt(2_000)).append("ms\n");
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static String any(String[] words, RandomGenerator random) {
    return words[random.nextInt(words.length)];
  }
}
