package dev.fractal.http.routes;

/** That a process lives. */
public record AliveDocument(String status) {
  static final AliveDocument ALIVE = new AliveDocument("alive");
}
