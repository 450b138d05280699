package dev.fractal.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A span that was over when it was made; one with an error type has failed. */
record FinishedSpan(
    Ids ids,
    String name,
    SpanKind kind,
    Interval time,
    Attributes attributes,
    List<EventData> events,
    Resource resource)
    implements SpanData {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("dev.fractal");

  FinishedSpan {
    events = List.copyOf(events);
  }

  /** Hex digits: 32 of the trace, 16 of the span and of its parent. */
  record Ids(String trace, String span, Optional<String> parent) {}

  /** From a moment to another one, which is not earlier: clocks of nodes differ. */
  record Interval(Instant begun, Instant ended) {
    Interval {
      ended = ended.isBefore(begun) ? begun : ended;
    }
  }

  static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return SpanContext.create(
        ids.trace(), ids.span(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return ids.parent()
        .map(
            parent ->
                SpanContext.createFromRemoteParent(
                    ids.trace(), parent, TraceFlags.getSampled(), TraceState.getDefault()))
        .orElseGet(SpanContext::getInvalid);
  }

  /** Without a description: those hold what people and models wrote. */
  @Override
  public StatusData getStatus() {
    return attributes.get(GenAi.ERROR) == null ? StatusData.unset() : StatusData.error();
  }

  @Override
  public long getStartEpochNanos() {
    return nanos(time.begun());
  }

  @Override
  public long getEndEpochNanos() {
    return nanos(time.ended());
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
