package dev.fractal.http.live;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * One thing that readers of a stream are told, encoded once for all of them.
 *
 * @param event empty for transient news
 * @param json one line
 */
record Item(Optional<RecordedEvents> event, ByteString json) {}
