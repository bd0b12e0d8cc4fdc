package io.tidegate.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** One request and its reply on one connection. */
final class Exchange implements AsyncServerExchangeHandler {
  private final HttpNode node;
  private final String id;
  private final AtomicLong held = new AtomicLong();
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean busy;
  private HttpRequest request;
  private ResponseChannel response;
  private HttpContext context;
  private SocketAddress peer;
  private volatile ScriptPlayer player;

  Exchange(HttpNode node, String id) {
    this.node = node;
    this.id = id;
  }

  @Override
  public void handleRequest(
      HttpRequest head, EntityDetails entity, ResponseChannel channel, HttpContext httpContext)
      throws HttpException, IOException {
    request = head;
    response = channel;
    context = httpContext;
    peer = HttpCoreContext.cast(httpContext).getEndpointDetails().getRemoteAddress();
    if (entity == null) {
      play();
    }
  }

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    capacity.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    busy |= !node.bodies().take(bytes.length);
    if (!busy) {
      held.addAndGet(bytes.length);
      body.writeBytes(bytes);
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    play();
  }

  @Override
  public int available() {
    ScriptPlayer playing = player;
    return playing == null ? 0 : playing.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    player.produce(channel);
  }

  @Override
  public void failed(Exception cause) {
    releaseResources();
  }

  @Override
  public void releaseResources() {
    node.bodies().giveBack(held.getAndSet(0));
    ScriptPlayer playing = player;
    if (playing != null) {
      node.peers().end(peer, playing);
      playing.stop();
    }
  }

  private void play() throws HttpException, IOException {
    Served served = busy ? Served.uncounted(Refusals.OPENAI.tooBusy()) : served();
    body = null;
    player = new ScriptPlayer(served, node.timer(), this::send);
    node.peers().begin(peer, player);
    player.start();
  }

  private Served served() {
    HttpCall.Keys keys = new HttpCall.Keys(header(HttpHeaders.AUTHORIZATION), header("x-api-key"));
    HttpCall http = HttpCall.of(request.getMethod(), request.getPath(), keys, body.toByteArray());
    return node.router().answer(http, id);
  }

  private String header(String name) {
    Header header = request.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private void send(Head head) throws HttpException, IOException {
    HttpResponse answer = new BasicHttpResponse(head.status());
    answer.setHeader("x-request-id", id);
    if (HttpCall.ofMessages(request.getPath())) {
      answer.setHeader("request-id", id);
    }
    answer.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    // As nodes that browsers may ask: none of it is the gateway's word to its own clients.
    answer.setHeader("access-control-allow-origin", "*");
    answer.setHeader("access-control-allow-credentials", "true");
    if (head.retryAfter() != null) {
      answer.setHeader(HttpHeaders.RETRY_AFTER, head.retryAfter());
    }
    ContentType type = ContentType.parse(head.contentType());
    response.sendResponse(answer, new BasicEntityDetails(-1, type), context);
  }
}
