package dev.fractal.protocol.capability;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one way to write a host: a lower-case name without a dot at its end, an IPv4 address in four
 * plain decimals, or an IPv6 address in brackets. Other spellings of addresses ({@code 127.1},
 * {@code 0x7f000001}, {@code 2130706433}) are refused, because resolvers read them differently.
 */
final class HostName {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  private HostName() {}

  static String canonical(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    var name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (IPV4.matcher(name).matches()) {
      return name;
    }
    if (IPV6.matcher(name).matches()) {
      return ofAddress(literal(name));
    }
    if (!NAME.matcher(name).matches()
        || name.length() > 253
        || NUMERIC_END.matcher(name).matches()) {
      throw bad(host);
    }
    return name;
  }

  private static InetAddress literal(String name) {
    try {
      return InetAddress.ofLiteral(name.replace("[", "").replace("]", ""));
    } catch (IllegalArgumentException e) {
      throw bad(name);
    }
  }

  private static String ofAddress(InetAddress address) {
    var text = address.getHostAddress();
    return address.getAddress().length == 4 ? text : "[" + text + "]";
  }

  /** The address that a canonical host is itself, when it is no name. */
  static Optional<InetAddress> address(String host) {
    return host.startsWith("[") || IPV4.matcher(host).matches()
        ? Optional.of(literal(host))
        : Optional.empty();
  }

  private static IllegalArgumentException bad(String host) {
    return new IllegalArgumentException(
        "'"
            + host
            + "' is not a host; write a name in ASCII, an IPv4 address in four decimals, or an"
            + " IPv6 address in brackets");
  }
}
