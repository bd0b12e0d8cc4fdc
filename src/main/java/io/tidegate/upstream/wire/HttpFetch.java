package io.tidegate.upstream.wire;

import io.tidegate.upstream.coding.ContentDecoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * One {@code GET} of a short text, with an end: its connection is closed when the time is over or
 * the text too long, so that a node which never ends does not collect connections or memory.
 */
public final class HttpFetch implements HttpRoundTrip.Reader {

  /** What is longer is cut; the metrics of the largest engines stay below. */
  static final int LONGEST = 4 << 20;

  private static final long TIMEOUT_SECONDS = 10;
  private static final int WINDOW = 64 << 10;

  private final HttpRoundTrip trip;
  private final CompletableFuture<Fetched> fetched = new CompletableFuture<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private ContentDecoding decoding;
  private Charset charset = StandardCharsets.UTF_8;
  private int status;

  private HttpFetch(HttpConnections connections, HttpRequest request) {
    this.trip = new HttpRoundTrip(connections, request, null, WINDOW, this);
  }

  /** Sends {@code request}; fails when no whole reply has come within 10 s. */
  public static CompletionStage<Fetched> send(HttpConnections connections, HttpRequest request) {
    HttpFetch fetch = new HttpFetch(connections, request);
    fetch.trip.start();
    return fetch
        .fetched
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                fetch.trip.abort();
              }
            });
  }

  @Override
  public void head(HttpResponse response, EntityDetails body) {
    status = response.getCode();
    ContentType type = body == null ? null : ContentType.parseLenient(body.getContentType());
    charset = ContentType.getCharset(type, StandardCharsets.UTF_8);
    try {
      decoding = ContentDecoding.of(body == null ? null : body.getContentEncoding());
    } catch (ZipException unknown) {
      broken(unknown);
    }
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining() && !fetched.isDone()) {
        ByteBuffer piece = decoding.decode(bytes);
        byte[] next = new byte[Math.min(piece.remaining(), LONGEST - text.size())];
        piece.get(next);
        text.writeBytes(next);
        if (text.size() == LONGEST) {
          over();
          trip.abort();
        }
      }
    } catch (ZipException broken) {
      broken(broken);
    }
    bytes.position(bytes.limit());
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public void end() {
    try {
      if (decoding != null && !fetched.isDone()) {
        decoding.end();
        over();
      }
    } catch (IOException cut) {
      broken(cut);
    }
  }

  @Override
  public void broken(Throwable cause) {
    fetched.completeExceptionally(cause);
  }

  private void over() {
    decoding.close();
    fetched.complete(new Fetched(status, text.toString(charset)));
  }
}
