package dev.fractal.bench;

/** Something that makes durable steps on a number of actors, from its making until it is closed. */
interface Subject extends AutoCloseable {
  /** Steps so far. */
  long steps();

  /** Ends all of it; returns when nothing runs any more. */
  @Override
  void close();
}
