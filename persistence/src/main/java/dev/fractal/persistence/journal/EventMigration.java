package dev.fractal.persistence.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * A step from one version of an event's stored form to the next.
 *
 * @param event the event's stored name, e.g. {@code turn-opened}
 * @param fromVersion the version that it reads, from 1; it makes {@code fromVersion + 1}
 * @param change the new form of the fields; it may change its argument
 */
public record EventMigration(String event, int fromVersion, UnaryOperator<ObjectNode> change) {}
