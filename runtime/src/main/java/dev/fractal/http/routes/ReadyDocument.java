package dev.fractal.http.routes;

import java.util.List;

/** That a node may get work, and what was found. */
public record ReadyDocument(String status, List<Health.Check> checks) {
  public ReadyDocument {
    checks = List.copyOf(checks);
  }
}
