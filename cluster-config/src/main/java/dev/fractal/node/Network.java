package dev.fractal.node;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of addresses, written as an address and how many of its first bits count. */
record Network(InetAddress address, int bits) {
  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

  /** Nothing when the text is no such range. */
  static Optional<Network> parse(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(parts.group(2));
    return literal(parts.group(1))
        .filter(address -> bits <= address.getAddress().length * Byte.SIZE)
        .map(address -> new Network(address, bits));
  }

  /** Whether a host is in it; one that is known by name is not, for names may change. */
  boolean contains(String host) {
    return literal(host).filter(this::contains).isPresent();
  }

  private boolean contains(InetAddress other) {
    var mine = address.getAddress();
    var others = other.getAddress();
    if (mine.length != others.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 1 << (Byte.SIZE - 1 - bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ others[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
