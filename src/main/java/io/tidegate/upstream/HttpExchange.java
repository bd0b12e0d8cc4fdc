package io.tidegate.upstream;

import io.tidegate.upstream.reading.RetryAfter;
import io.tidegate.upstream.wire.HttpConnections;
import io.tidegate.upstream.wire.HttpRoundTrip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/** The round trip of an attempt, told to its {@link AttemptRun}. */
final class HttpExchange implements HttpRoundTrip.Reader, AttemptTransport {

  private static final int FIRST_ERROR = 400;
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final AttemptRun run;
  private final InstantSource wall;
  private final HttpRoundTrip trip;
  private volatile String nodeRequestId;

  HttpExchange(
      AttemptRun run,
      HttpConnections connections,
      HttpRequest request,
      List<ByteBuffer> body,
      InstantSource wall) {
    this.run = run;
    this.wall = wall;
    this.trip = new HttpRoundTrip(connections, request, body, connections.window(), this);
  }

  void start() {
    trip.start();
  }

  @Override
  public void abort() {
    trip.abort();
  }

  @Override
  public void resume() {
    trip.resume();
  }

  @Override
  public String nodeRequestId() {
    return nodeRequestId;
  }

  @Override
  public void head(HttpResponse response, EntityDetails body) {
    int status = response.getCode();
    Duration pause =
        status < FIRST_ERROR ? null : RetryAfter.of(name -> value(response, name), wall.instant());
    Stream.of("x-request-id", "request-id")
        .map(name -> value(response, name))
        .filter(id -> id != null && ID.matcher(id).matches())
        .findFirst()
        .ifPresent(id -> nodeRequestId = id);
    run.head(
        status,
        body == null ? null : body.getContentType(),
        value(response, "Content-Encoding"),
        pause);
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    run.bytes(bytes);
  }

  @Override
  public boolean full() {
    return run.full();
  }

  @Override
  public void end() {
    run.bodyEnded();
  }

  @Override
  public void broken(Throwable cause) {
    run.broken();
  }

  @Override
  public void unreachable(Throwable cause) {
    run.unreachable(Unreachable.verdict(cause));
  }

  private static String value(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }
}
