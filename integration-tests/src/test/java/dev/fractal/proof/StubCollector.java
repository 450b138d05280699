package dev.fractal.proof;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A collector of OpenTelemetry's that keeps what it is sent. */
public final class StubCollector implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

  private final HttpServer server;
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private StubCollector(HttpServer server) {
    this.server = server;
  }

  /** A span as it came: ids are hex digits, the parent is empty for none. */
  public record Told(
      String trace,
      String span,
      String parent,
      String name,
      Map<String, Object> attributes,
      String node,
      Span raw) {
    public Object attribute(String key) {
      return attributes.getOrDefault(key, "");
    }

    public String session() {
      return String.valueOf(attribute("gen_ai.conversation.id"));
    }

    boolean failed() {
      return raw.getStatus().getCodeValue() == 2;
    }
  }

  /** Listens on a free port, or, after an earlier one has closed, on its port. */
  public static StubCollector start(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var collector = new StubCollector(HttpServer.create(address, 0));
    collector.server.createContext("/v1/traces", collector::take);
    collector.server.start();
    return collector;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  /** Answers with that status from now on; what comes with another than 200 is not kept. */
  void answering(int code) {
    status = code;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers.add(exchange.getRequestHeaders().entrySet().toString());
      var body = exchange.getRequestBody().readAllBytes();
      if (status == 200) {
        bodies.add(body);
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  int requests() {
    return headers.size();
  }

  List<String> headers() {
    return List.copyOf(headers);
  }

  /** All that came, as text in which everything printable can be found. */
  String text() {
    var all = new StringBuilder();
    bodies.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)).append('\n'));
    return all.toString();
  }

  public List<Told> spans() {
    return bodies.stream()
        .flatMap(body -> request(body).getResourceSpansList().stream())
        .flatMap(StubCollector::told)
        .toList();
  }

  /** The spans, as soon as there is one like that. */
  public List<Told> spansWith(String what, Predicate<Told> awaited) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      var spans = spans();
      if (spans.stream().anyMatch(awaited)) {
        return spans;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("no span came: " + what + "; there are " + spans);
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** The spans, as soon as a caller's turn of that session is among them. */
  List<Told> spansOf(String session) {
    return spansWith("the turn of " + session, span -> isTurn(span, session, 1));
  }

  /** The trace of a caller's turn, as soon as that turn's own span has come. */
  public List<Told> trace(String session, int turn) {
    var spans = spansWith("turn " + turn + " of " + session, span -> isTurn(span, session, turn));
    var root = spans.stream().filter(span -> isTurn(span, session, turn)).findFirst().orElseThrow();
    return spans.stream().filter(span -> span.trace().equals(root.trace())).toList();
  }

  private static boolean isTurn(Told span, String session, int turn) {
    return span.parent().isEmpty()
        && span.session().equals(session)
        && span.name().equals("invoke_agent")
        && span.attribute("fractal.turn").equals((long) turn);
  }

  private static ExportTraceServiceRequest request(byte[] body) {
    try {
      return ExportTraceServiceRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not OTLP: " + e.getMessage(), e);
    }
  }

  private static Stream<Told> told(ResourceSpans of) {
    var node = values(of.getResource().getAttributesList()).get("service.instance.id");
    return of.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(
            span ->
                new Told(
                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                    HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                    HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                    span.getName(),
                    values(span.getAttributesList()),
                    Optional.ofNullable(node).map(Object::toString).orElse(""),
                    span));
  }

  private static Map<String, Object> values(List<KeyValue> attributes) {
    var values = new TreeMap<String, Object>();
    attributes.forEach(each -> values.put(each.getKey(), value(each.getValue())));
    return values;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      default -> throw new AssertionError("an attribute of another kind: " + value);
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
