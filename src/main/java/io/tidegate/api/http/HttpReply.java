package io.tidegate.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.api.entry.RequestIdFilter;
import io.tidegate.exchange.AnswerHead;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends a body that is whole, without blocking, and completes the request. */
public final class HttpReply implements WriteListener {

  private final AsyncContext async;
  private final ServletOutputStream out;
  private byte[] body;
  private boolean ended;

  private HttpReply(AsyncContext async, ServletOutputStream out, byte[] body) {
    this.async = async;
    this.out = out;
    this.body = body;
  }

  /** Answers the suspended request {@code http} by the JSON of {@code wire}, a wire record. */
  public static void json(HttpServletRequest http, Record wire) {
    json(http, 200, wire);
  }

  /** As {@link #json(HttpServletRequest, Record)}, with another {@code status}. */
  public static void json(HttpServletRequest http, int status, Record wire) {
    head(response(http), id(http), status, AnswerHead.JSON);
    send(http.getAsyncContext(), ApiJson.text(wire).getBytes(UTF_8));
  }

  /** Answers the suspended request {@code http} by 204, which has no body. */
  public static void empty(HttpServletRequest http) {
    HttpServletResponse response = response(http);
    response.setStatus(204);
    response.setHeader(RequestIdFilter.HEADER, id(http));
    http.getAsyncContext().complete();
  }

  /** The response to the suspended request {@code http}. */
  public static HttpServletResponse response(HttpServletRequest http) {
    return (HttpServletResponse) http.getAsyncContext().getResponse();
  }

  /** The id of the request {@code http}. */
  public static String id(HttpServletRequest http) {
    return (String) http.getAttribute(RequestIdFilter.ATTRIBUTE);
  }

  /** Begins a response: what every one has that is not a node's. */
  public static void head(
      HttpServletResponse response, String requestId, int status, String contentType) {
    HttpKeptResponse.status(response, status);
    response.setContentType(contentType);
    response.setHeader(RequestIdFilter.HEADER, requestId);
    response.setHeader("Cache-Control", "private, no-store");
  }

  /** Sends {@code body} under the head that the response of {@code async} has already. */
  public static void send(AsyncContext async, byte[] body) {
    ServletResponse response = async.getResponse();
    response.setContentLength(body.length);
    try {
      ServletOutputStream out = response.getOutputStream();
      out.setWriteListener(new HttpReply(async, out, body));
    } catch (IOException gone) {
      async.complete();
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    try {
      write();
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end it.
      end();
      throw mistake;
    }
  }

  private void write() throws IOException {
    while (!ended && out.isReady()) {
      if (body == null) {
        end();
      } else {
        out.write(body);
        body = null;
      }
    }
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      async.complete();
    }
  }
}
