package dev.fractal.persistence.journal;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.event.SessionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of events: a manifest {@code name/version} and the fields as CBOR. What cannot be
 * read becomes {@link SessionEvent.Unreadable}, never an exception. Immutable, for any thread.
 */
public final class EventCodec {
  private static final EventCodec STANDARD = new EventCodec(Migrations.all());

  private final ObjectMapper mapper = StoredForm.mapper();
  private final Map<Class<?>, Form> byType = new HashMap<>();
  private final Map<String, Form> byName = new HashMap<>();
  private final Map<EventManifest, EventMigration> migrations = new HashMap<>();

  private record Form(
      EventManifest manifest, String written, ObjectWriter writer, ObjectReader reader) {}

  /**
   * A codec with migrations; the version that an event is written in is one above its highest
   * migration, or 1.
   */
  public EventCodec(List<EventMigration> migrations) {
    for (var migration : migrations) {
      this.migrations.put(new EventManifest(migration.event(), migration.fromVersion()), migration);
    }
    SealedSubtypes.leaves(SessionEvent.class)
        .filter(type -> type != SessionEvent.Unreadable.class)
        .forEach(type -> add(type, migrations));
  }

  /** The codec of this version of the project. */
  public static EventCodec standard() {
    return STANDARD;
  }

  private void add(Class<?> type, List<EventMigration> migrations) {
    var name = name(type.asSubclass(SessionEvent.class));
    int version =
        migrations.stream()
            .filter(migration -> migration.event().equals(name))
            .mapToInt(migration -> migration.fromVersion() + 1)
            .max()
            .orElse(1);
    var manifest = new EventManifest(name, version);
    var form =
        new Form(manifest, manifest.toString(), mapper.writerFor(type), mapper.readerFor(type));
    byType.put(type, form);
    byName.put(name, form);
  }

  /** The name that events of a type are stored under, in whatever version. */
  static String name(Class<? extends SessionEvent> type) {
    return Objects.requireNonNull(type.getAnnotation(JsonTypeName.class), type::getName).value();
  }

  /** The stored type of an event, e.g. {@code turn-opened/1}. */
  public String manifest(SessionEvent event) {
    return form(event).written();
  }

  public byte[] encode(SessionEvent event) {
    try {
      return form(event).writer().writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot store " + manifest(event), e);
    }
  }

  private Form form(SessionEvent event) {
    var form = byType.get(event.getClass());
    if (form == null) {
      throw new IllegalArgumentException(event.getClass().getSimpleName() + " is never stored");
    }
    return form;
  }

  /** The event, or {@link SessionEvent.Unreadable} when it cannot be had. */
  public SessionEvent decode(String manifest, byte[] bytes) {
    var parsed = EventManifest.parse(manifest).orElse(null);
    var form = parsed == null ? null : byName.get(parsed.name());
    if (parsed == null || form == null) {
      return unreadable(
          manifest, "is no event that this version knows; use the version that wrote it");
    }
    if (parsed.version() > form.manifest().version()) {
      return unreadable(
          manifest, "was written by a newer version; this one reads up to " + form.manifest());
    }
    try {
      return read(parsed, form, bytes);
    } catch (IOException | RuntimeException e) {
      return unreadable(manifest, "is damaged: " + reason(e));
    }
  }

  private SessionEvent read(EventManifest stored, Form form, byte[] bytes) throws IOException {
    if (stored.equals(form.manifest())) {
      return form.reader().readValue(bytes);
    }
    var fields = (ObjectNode) mapper.readTree(bytes);
    for (int version = stored.version(); version < form.manifest().version(); version++) {
      var step = migrations.get(new EventManifest(stored.name(), version));
      if (step == null) {
        throw new IOException("nothing reads version " + version);
      }
      fields = step.change().apply(fields);
    }
    return form.reader().readValue(fields);
  }

  private static SessionEvent unreadable(String manifest, String problem) {
    return new SessionEvent.Unreadable(
        manifest, "event " + manifest + " " + problem, Instant.EPOCH);
  }

  private static String reason(Exception failure) {
    @Nullable String message =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
