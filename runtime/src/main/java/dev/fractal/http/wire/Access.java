package dev.fractal.http.wire;

import java.util.List;
import java.util.Optional;

/**
 * Decides who may use a route.
 *
 * @param tokens none when everybody may do everything
 */
public record Access(Optional<TokenFile> tokens) {
  private static final String SCHEME = "bearer ";

  public boolean open() {
    return tokens.isEmpty();
  }

  /**
   * Throws a problem unless the caller may use a route.
   *
   * @param authorization the values of the request's {@code Authorization} headers
   */
  void require(Admission needed, List<String> authorization) {
    if (needed == Admission.EVERYBODY || tokens.isEmpty()) {
      return;
    }
    var role = role(authorization);
    if (role.compareTo(needed) < 0) {
      var may = role == Admission.READ ? "read only" : "read and answer only";
      var more = needed == Admission.ANSWER ? "answer or drive" : "drive";
      throw new Problem(
              403, "RoleTooLow", "this token may " + may + "; use one with the role " + more)
          .thrown();
    }
  }

  /** What a caller may do; one without a known token is refused while there are tokens. */
  public Admission role(List<String> authorization) {
    return tokens
        .map(
            file ->
                file.admission(token(authorization))
                    .orElseThrow(() -> unauthenticated("the bearer token is unknown")))
        .orElse(Admission.DRIVE);
  }

  private static String token(List<String> authorization) {
    if (authorization.isEmpty()) {
      throw unauthenticated("no bearer token; send the header Authorization: Bearer TOKEN");
    }
    var value = authorization.getFirst();
    if (authorization.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw unauthenticated("the Authorization header is not one Bearer TOKEN");
    }
    return value.substring(SCHEME.length()).strip();
  }

  private static RuntimeException unauthenticated(String sentence) {
    return new Problem(401, "Unauthenticated", sentence).thrown();
  }
}
