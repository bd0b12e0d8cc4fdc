package io.tidegate.it;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Takes traces by OTLP over HTTP, as collectors do, and keeps every byte of them. */
final class OtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final StringBuilder bytes = new StringBuilder();
  private final List<Span> spans = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();

  OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = decoded(exchange)) {
      body = in.readAllBytes();
    }
    List<Span> told =
        ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
            .flatMap(resource -> resource.getScopeSpansList().stream())
            .map(ScopeSpans::getSpansList)
            .flatMap(List::stream)
            .toList();
    synchronized (this) {
      paths.add(exchange.getRequestURI().getPath());
      // Each byte is a character, so that what is ASCII can be looked for.
      bytes.append(new String(body, StandardCharsets.ISO_8859_1));
      spans.addAll(told);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static InputStream decoded(HttpExchange exchange) throws IOException {
    String coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    InputStream body = exchange.getRequestBody();
    return "gzip".equals(coding) ? new GZIPInputStream(body) : body;
  }

  /** All that came, to be searched. */
  synchronized String bytes() {
    return bytes.toString();
  }

  /** The paths that were posted to. */
  synchronized List<String> paths() {
    return List.copyOf(paths);
  }

  /** The spans that came, in the order of their beginnings. */
  synchronized List<Span> spans() {
    return spans.stream().sorted(Comparator.comparing(Span::getStartTimeUnixNano)).toList();
  }

  /** The first span to come that {@code wanted} takes. */
  Span await(String what, Predicate<Span> wanted) {
    Fleet.await(what, Duration.ofSeconds(20), () -> spans().stream().anyMatch(wanted));
    return spans().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** The spans that began within {@code parent}. */
  List<Span> within(Span parent) {
    return spans().stream()
        .filter(span -> span.getTraceId().equals(parent.getTraceId()))
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .toList();
  }

  /** What {@code span} says under {@code attribute}, as text; null where it says nothing. */
  static String get(Span span, String attribute) {
    return span.getAttributesList().stream()
        .filter(pair -> pair.getKey().equals(attribute))
        .map(pair -> text(pair.getValue()))
        .findFirst()
        .orElse(null);
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /**
   * {@code root} and all within it, a line for each, times in ms since the beginning of the root.
   */
  String tree(Span root) {
    return "trace "
        + hex(root.getTraceId())
        + "\n"
        + String.join("\n", lines(root, root, 0).toList());
  }

  private Stream<String> lines(Span root, Span span, int depth) {
    return Stream.concat(
        Stream.of(line(root, span, depth)),
        within(span).stream().flatMap(child -> lines(root, child, depth + 1)));
  }

  private static String line(Span root, Span span, int depth) {
    StringBuilder line = new StringBuilder("  ".repeat(depth)).append(span.getName());
    line.append(' ').append(span.getKind().name().substring("SPAN_KIND_".length()));
    line.append(
        " %.1f-%.1f ms"
            .formatted(
                (span.getStartTimeUnixNano() - root.getStartTimeUnixNano()) / 1e6,
                (span.getEndTimeUnixNano() - root.getStartTimeUnixNano()) / 1e6));
    if (span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR) {
      line.append(" ERROR");
    }
    String attributes =
        span.getAttributesList().stream()
            .sorted(Comparator.comparing(KeyValue::getKey))
            .map(
                pair -> "\n" + "  ".repeat(depth + 2) + pair.getKey() + "=" + text(pair.getValue()))
            .reduce("", String::concat);
    return line.append(attributes).toString();
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.toString();
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
