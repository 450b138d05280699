package dev.fractal.protocol.capability;

import java.util.Optional;

/**
 * Hosts and a port that may be spoken to. {@code *} is every host, {@code *.example.com} every name
 * below that one, and both reach public addresses only. A host that is named exactly is reached
 * wherever it is, private addresses included; {@code name/public} takes that back, and is what is
 * left of a named host when it meets a wildcard.
 *
 * @param host a canonical host, {@code *}, or {@code *.} and a canonical name
 * @param port 1 to 65535, or 0 for every port
 * @param anywhere private addresses included; always so for a private address itself, never for a
 *     public one or a wildcard
 */
public record HostRule(String host, int port, boolean anywhere) implements Rule<HostRule> {
  public static final HostRule ALL = new HostRule("*", 0, false);
  private static final String PUBLIC = "/public";

  /**
   * Brings the host into its canonical form.
   *
   * @throws IllegalArgumentException for what is not a host or a port
   */
  public HostRule {
    host = canonical(host);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is from 1 to 65535, not " + port);
    }
    anywhere = isPrivate(host) || (anywhere && isName(host));
  }

  /**
   * Reads {@code host}, {@code host:port}, and either with {@code /public} after it.
   *
   * @throws IllegalArgumentException with one sentence
   */
  public static HostRule parse(String text) {
    boolean narrowed = text.endsWith(PUBLIC);
    var rest = narrowed ? text.substring(0, text.length() - PUBLIC.length()) : text;
    int colon = rest.endsWith("]") ? -1 : rest.lastIndexOf(':');
    var rule =
        colon < 0
            ? new HostRule(rest, 0, !narrowed)
            : new HostRule(rest.substring(0, colon), port(rest.substring(colon + 1)), !narrowed);
    if (narrowed && rule.anywhere) {
      throw new IllegalArgumentException(
          "'" + text + "' admits nothing, the host is private; leave '" + PUBLIC + "' out");
    }
    return rule;
  }

  private static int port(String digits) {
    if (!digits.matches("[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException("a port is from 1 to 65535, not '" + digits + "'");
    }
    return Integer.parseInt(digits);
  }

  private static String canonical(String host) {
    if (host.equals("*")) {
      return host;
    }
    if (!host.startsWith("*.")) {
      return HostName.canonical(host);
    }
    var parent = HostName.canonical(host.substring(2));
    if (HostName.address(parent).isPresent()) {
      throw new IllegalArgumentException("'" + host + "' is not a host; addresses have no names");
    }
    return "*." + parent;
  }

  private static boolean isName(String host) {
    return !host.startsWith("*") && HostName.address(host).isEmpty();
  }

  private static boolean isPrivate(String host) {
    return HostName.address(host)
        .map(address -> !InternetAddress.isPublic(address))
        .orElse(host.equals("localhost") || (isName(host) && host.endsWith(".localhost")));
  }

  @Override
  public String text() {
    var place = port == 0 ? host : host + ":" + port;
    return isName(host) && !anywhere ? place + PUBLIC : place;
  }

  @Override
  public boolean isAll() {
    return host.equals("*") && port == 0;
  }

  @Override
  public boolean covers(HostRule other) {
    return coversHost(other) && (port == 0 || port == other.port) && (anywhere || !other.anywhere);
  }

  private boolean coversHost(HostRule other) {
    return host.equals("*")
        || host.equals(other.host)
        || (host.startsWith("*.") && other.host.endsWith(host.substring(1)));
  }

  @Override
  public Optional<HostRule> meet(HostRule other) {
    boolean samePort = port == 0 || other.port == 0 || port == other.port;
    if (!samePort || !(coversHost(other) || other.coversHost(this))) {
      return Optional.empty();
    }
    var narrower = coversHost(other) ? other.host : host;
    boolean everywhere = anywhere && other.anywhere;
    return isPrivate(narrower) && !everywhere
        ? Optional.empty()
        : Optional.of(new HostRule(narrower, Math.max(port, other.port), everywhere));
  }

  @Override
  public HostRule modest() {
    return new HostRule(host, port, false);
  }
}
