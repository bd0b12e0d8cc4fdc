package io.tidegate.upstream.wire;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.NHttpMessageWriter;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.nio.SessionOutputBuffer;

/**
 * Keeps the heads of requests and responses on one connection in step.
 *
 * <p>INVARIANT: no byte that came without a request outstanding is ever read as a part of a
 * response; it ends the connection. So what a node says at leisure (408 to an idle connection, an
 * answer twice, a few bytes too many) never becomes the answer to the next call.
 *
 * <p>Used by the connection's I/O thread alone, except {@link #answering}, which any may ask.
 */
final class HttpFraming {

  private final NHttpMessageParser<HttpResponse> parser;
  private final NHttpMessageWriter<HttpRequest> writer;
  private boolean outstanding;
  private volatile boolean answering;

  HttpFraming(Http1Config config) {
    parser = new DefaultHttpResponseParserFactory(config).create();
    writer = new DefaultHttpRequestWriterFactory(config).create();
  }

  /** Whether a byte has come since the last request was begun, or {@link #rest} was called. */
  boolean answering() {
    return answering;
  }

  /** Learns that the response is complete; the next request may be waiting for the thread. */
  void rest() {
    answering = false;
  }

  /** The parser of this connection's responses. */
  NHttpMessageParser<HttpResponse> parser() {
    return new NHttpMessageParser<>() {
      @Override
      public void reset() {
        parser.reset();
      }

      @Override
      public HttpResponse parse(SessionInputBuffer buffer, boolean endOfStream)
          throws IOException, HttpException {
        return response(buffer, endOfStream);
      }
    };
  }

  /** The writer of this connection's requests. */
  NHttpMessageWriter<HttpRequest> writer() {
    return new NHttpMessageWriter<>() {
      @Override
      public void reset() {
        writer.reset();
      }

      @Override
      public void write(HttpRequest request, SessionOutputBuffer buffer)
          throws IOException, HttpException {
        outstanding = true;
        answering = false;
        writer.write(request, buffer);
      }
    };
  }

  private HttpResponse response(SessionInputBuffer buffer, boolean endOfStream)
      throws IOException, HttpException {
    if (!outstanding && buffer.hasData()) {
      throw new ProtocolException("the node said something that nobody had asked for");
    }
    answering |= buffer.hasData();
    HttpResponse head = parser.parse(buffer, endOfStream);
    if (head != null && head.getCode() >= HttpStatus.SC_SUCCESS) {
      outstanding = false;
    }
    return head;
  }
}
