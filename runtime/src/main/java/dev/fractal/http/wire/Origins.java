package dev.fractal.http.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which web pages may call. A page of another origin may not unless it is configured; while
 * authentication is off the server answers to names of this machine only, so that no page reaches
 * it by a name of its own.
 *
 * @param allowed origins such as {@code https://example.org}
 * @param scheme of this server, http or https
 */
public record Origins(Set<String> allowed, boolean loopbackNamesOnly, String scheme) {
  /** A page of this server, or an address that somebody typed. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1", "");

  /**
   * Throws a problem when a page calls that may not.
   *
   * @param origins the values of the request's {@code Origin} headers
   * @param site the values of its {@code Sec-Fetch-Site} headers, which browsers add and no page
   *     can change
   * @param host the value of its {@code Host} header
   * @return the origin to which the answer is opened; none for callers of this origin and for
   *     programs
   */
  public Optional<String> check(List<String> origins, List<String> site, String host) {
    if (loopbackNamesOnly && !LOOPBACK.contains(name(host))) {
      throw new Problem(
              403,
              "HostNotAllowed",
              "while authentication is off this node answers to localhost only, not to the name in"
                  + " the Host header")
          .thrown();
    }
    if (origins.isEmpty() && OWN_SITES.containsAll(site)) {
      return Optional.empty();
    }
    if (origins.isEmpty()) {
      throw refused();
    }
    var origin = origins.getFirst();
    if (origins.size() == 1 && allowed.contains(origin)) {
      return Optional.of(origin);
    }
    if (origins.size() == 1 && same(origin, host)) {
      return Optional.empty();
    }
    throw refused();
  }

  private static RuntimeException refused() {
    return new Problem(
            403,
            "OriginNotAllowed",
            "pages of this origin may not call; fractal.http.cors-origins lists those that may")
        .thrown();
  }

  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    var bracketed = host.endsWith("]") || colon < 0;
    return bracketed ? host : host.substring(0, colon);
  }

  private boolean same(String origin, String host) {
    try {
      var uri = new URI(origin);
      return scheme.equals(uri.getScheme()) && host.equalsIgnoreCase(uri.getAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
