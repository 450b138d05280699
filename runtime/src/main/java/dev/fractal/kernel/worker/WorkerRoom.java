package dev.fractal.kernel.worker;

import java.time.Duration;

/**
 * What a worker may take.
 *
 * @param memory resident bytes
 * @param live wall time of a cell that is evaluated for the first time
 * @param again wall time of every other request
 * @param frames what goes to it and comes from it
 */
record WorkerRoom(long memory, Duration live, Duration again, Frames frames) {
  /** How long a request may take. */
  Duration patience(Request request) {
    return request instanceof Request.Evaluate cell && !cell.replayed() ? live : again;
  }
}
