package dev.fractal.http.page;

import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.util.ByteString;

/**
 * One file of the web page.
 *
 * @param tag changes with the content; quoted, as the header {@code ETag} has it
 */
public record PageFile(ContentType type, ByteString content, String tag) {}
