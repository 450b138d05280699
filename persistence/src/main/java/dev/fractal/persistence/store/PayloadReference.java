package dev.fractal.persistence.store;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.event.SessionEvent;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A payload that an event refers to.
 *
 * @param chars the length that the event states
 */
public record PayloadReference(PayloadId id, long chars) {
  /** Whether an event refers to a payload. */
  public static boolean isIn(SessionEvent event, PayloadId id) {
    return in(event).anyMatch(reference -> reference.id().equals(id));
  }

  /**
   * All references in an event, however deep; records, collections, maps and optionals are walked.
   */
  static Stream<PayloadReference> in(Object value) {
    return switch (value) {
      case Content.Stored(var id, var length) -> Stream.of(new PayloadReference(id, length));
      case InputRef(var id, var chars) -> Stream.of(new PayloadReference(id, chars));
      case Collection<?> values -> values.stream().flatMap(PayloadReference::in);
      case Map<?, ?> entries -> entries.values().stream().flatMap(PayloadReference::in);
      case Optional<?> optional -> optional.stream().flatMap(PayloadReference::in);
      case Record fields ->
          Stream.of(fields.getClass().getRecordComponents())
              .flatMap(component -> in(read(component, fields)));
      default -> Stream.empty();
    };
  }

  private static Object read(RecordComponent component, Record owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
