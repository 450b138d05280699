package dev.fractal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A block of a configuration, read with checks. Every method throws a {@link ConfigException} that
 * names the bad key.
 *
 * @param root the block's path, with a dot at its end
 */
public record Block(Config whole, String root) {
  private static final int GIB = 1 << 30;

  /** A span that is longer than nothing. */
  public Duration positive(String key) {
    var value = whole.getDuration(root + key);
    if (!value.isPositive()) {
      throw bad(key, "must be longer than nothing, not " + value);
    }
    return value;
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String key, int least, int most) {
    int value = whole.getInt(root + key);
    if (value < least || value > most) {
      throw bad(key, "must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /** A whole number of {@code least} or more. */
  public int atLeast(String key, int least) {
    int value = whole.getInt(root + key);
    if (value < least) {
      throw bad(key, "must be " + least + " or more, not " + value);
    }
    return value;
  }

  /** A count of characters, {@code least} or more. */
  public long characters(String key, long least) {
    long value = whole.getLong(root + key);
    if (value < least) {
      throw bad(key, "must be " + least + " or more, not " + value);
    }
    return value;
  }

  /** A span of {@code least} or longer. */
  public Duration atLeast(String key, Duration least) {
    var value = whole.getDuration(root + key);
    if (value.compareTo(least) < 0) {
      throw bad(key, "must be " + written(least) + " or longer, not " + value);
    }
    return value;
  }

  /** A size in bytes, {@code least} or more. */
  public long bytesAtLeast(String key, long least) {
    long value = whole.getBytes(root + key);
    if (value < least) {
      throw bad(key, "must be %,d bytes or more, not %,d".formatted(least, value));
    }
    return value;
  }

  /** A span from {@code least} to {@code most}. */
  public Duration span(String key, Duration least, Duration most) {
    var value = whole.getDuration(root + key);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw bad(
          key, "must be from %s to %s, not %s".formatted(written(least), written(most), value));
    }
    return value;
  }

  private static String written(Duration span) {
    return span.toMillis() % 1000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }

  /** A size in bytes, from {@code least} to {@code most}. */
  public long bytes(String key, long least, long most) {
    long value = whole.getBytes(root + key);
    if (value < least || value > most) {
      throw bad(key, "must be from %,d to %,d bytes, not %,d".formatted(least, most, value));
    }
    return value;
  }

  /** A size in bytes, from 1 B to 1 GiB. */
  public int bytes(String key) {
    long value = whole.getBytes(root + key);
    if (value < 1 || value > GIB) {
      throw bad(key, "must be from 1 B to 1 GiB, not " + value);
    }
    return (int) value;
  }

  /** A number from {@code least} to {@code most}. */
  public double fraction(String key, double least, double most) {
    double value = whole.getDouble(root + key);
    if (!(value >= least && value <= most)) {
      throw bad(key, "must be from %s to %s, not %s".formatted(least, most, value));
    }
    return value;
  }

  /** A word of an enum, in small letters. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> words) {
    var value = whole.getString(root + key);
    var known =
        Arrays.stream(words.getEnumConstants())
            .map(word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    int place = known.indexOf(value.toLowerCase(Locale.ROOT));
    if (place < 0) {
      throw bad(key, "must be one of " + String.join(", ", known) + ", not '" + value + "'");
    }
    return words.getEnumConstants()[place];
  }

  /** A text that is not blank. */
  public String text(String key) {
    var value = whole.getString(root + key);
    if (value.isBlank()) {
      throw bad(key, "must not be blank");
    }
    return value;
  }

  /**
   * An address of HTTP without a user, since secrets do not belong into addresses: logs show them.
   *
   * @param example what it is to be like
   */
  public URI address(String key, String example) {
    var text = whole.getString(root + key);
    try {
      var address = URI.create(text);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (http && address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw bad(key, "is no URL: " + e.getMessage());
    }
    throw bad(key, "must be like " + example + ", without a user, not " + text);
  }

  /** The block's failure in one sentence: what it was, without the file in which it was written. */
  public IllegalArgumentException unreadable(ConfigException failure) {
    var problem = String.valueOf(failure.getMessage()).replaceFirst("(?s)^.*: \\d+: ", "");
    var name = root.substring(0, root.length() - 1);
    return new IllegalArgumentException(name + " cannot be read: " + problem, failure);
  }

  /** The failure of a key, with the place where its value was written. */
  public ConfigException bad(String key, String why) {
    return new ConfigException.BadValue(whole.getValue(root + key).origin(), root + key, why);
  }
}
