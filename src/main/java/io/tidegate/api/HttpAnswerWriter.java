package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidegate.Gateway;
import io.tidegate.api.OpenAnswers.OpenAnswer;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Writes one answer to one client, without blocking.
 *
 * <p>The node's thread, the server's and the clock's all come here by {@link #signal}; the first
 * one does the work, and the others leave it their wish and go on. The status is held back until
 * the first content, an error, or the first heartbeat.
 *
 * <p>INVARIANT: the response is touched only inside {@link #step}, by one thread at a time.
 */
final class HttpAnswerWriter implements WriteListener, OpenAnswer {

  /** What every writer shares. */
  record Desk(
      Gateway gateway, CallLedger ledger, OpenAnswers open, Refusal refusal, LongSupplier clock) {}

  private static final byte[] HEARTBEAT = ": keep-alive\n\n".getBytes(US_ASCII);
  private static final Logger LOG = System.getLogger(HttpAnswerWriter.class.getName());
  private static final Failure UNWRITABLE =
      Failure.of(INTERNAL_ERROR, "The gateway failed to write the answer.");
  private static final Failure GONE =
      Failure.of(CLIENT_CLOSED, "The client closed the connection.");

  private final Desk desk;
  private final AsyncContext async;
  private final HttpServletResponse response;
  private final Peer peer;
  private final Call call;
  private final Rendering rendering;
  private final long arrived;
  private final AtomicInteger wishes = new AtomicInteger();

  private AnswerReader reader;
  private ServletOutputStream out;
  private byte[] whole;
  private boolean streaming;
  private boolean flushOwed;
  private boolean ended;
  private long firstContent = -1;
  private volatile boolean writable;
  private volatile boolean heartbeatDue;
  private volatile boolean clientGone;
  private volatile long silentSince;

  HttpAnswerWriter(Desk desk, AsyncContext async, Visit visit, Call call, Rendering rendering) {
    this.desk = desk;
    this.async = async;
    this.response = (HttpServletResponse) async.getResponse();
    this.peer = visit.peer();
    this.arrived = visit.arrived();
    this.call = call;
    this.rendering = rendering;
    this.silentSince = arrived;
  }

  /** Asks the gateway and begins to wait. */
  void start() {
    desk.open().add(this);
    Answer answer = desk.gateway().ask(call);
    reader = answer.open(this::signal).orElseThrow();
    signal();
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public long silentSince() {
    return silentSince;
  }

  @Override
  public void heartbeat() {
    if (call.stream()) {
      heartbeatDue = true;
      signal();
    }
  }

  @Override
  public void clientGone() {
    clientGone = true;
    signal();
  }

  @Override
  public void onWritePossible() {
    writable = true;
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    clientGone();
  }

  private void signal() {
    int missed = 1;
    if (wishes.getAndIncrement() == 0) {
      do {
        step();
        missed = wishes.addAndGet(-missed);
      } while (missed != 0);
    }
  }

  private void step() {
    if (ended || reader == null) {
      return;
    }
    try {
      if (clientGone) {
        end(GONE);
      } else if (out == null) {
        commitWhenReady();
      } else if (writable) {
        write();
      }
    } catch (IOException broken) {
      clientGone = true;
      end(GONE);
    } catch (RuntimeException mistake) {
      // Nobody else could end this answer, and its node would never be released.
      LOG.log(Level.ERROR, "an answer could not be written", mistake);
      end(UNWRITABLE);
    }
  }

  private void commitWhenReady() throws IOException {
    Answer answer = reader.answer();
    // In this order: an answer seen to have ended shows its head, too.
    boolean complete = answer.ended();
    AnswerHead head = answer.head();
    if (head != null && firstContent < 0) {
      firstContent = now() - arrived;
    }
    if (head != null && head.contentType().equals(AnswerHead.EVENT_STREAM)) {
      stream(head);
    } else if (complete) {
      whole(head, answer.failure());
    } else if (heartbeatDue && head == null) {
      stream(null);
    }
  }

  private void stream(AnswerHead head) throws IOException {
    streaming = true;
    HttpResponseHead response = new HttpResponseHead(this.response, call, now() - arrived);
    if (head == null) {
      response.waiting();
    } else {
      response.answer(head, head.contentType());
    }
    listen();
  }

  private void whole(AnswerHead head, Failure failure) throws IOException {
    HttpResponseHead response = new HttpResponseHead(this.response, call, now() - arrived);
    if (failure == null) {
      boolean good = head.status() == 200;
      byte[] event = reader.poll();
      whole = good ? rendering.render(event) : event;
      response.answer(head, good ? rendering.contentType() : AnswerHead.JSON);
      reader.passedOn(event.length);
    } else {
      whole = ErrorEnvelope.of(failure, call.id());
      response.failure(failure, desk.refusal());
    }
    this.response.setContentLength(whole.length);
    listen();
  }

  private void listen() throws IOException {
    out = response.getOutputStream();
    out.setWriteListener(this);
  }

  private void write() throws IOException {
    while (out.isReady()) {
      if (whole != null) {
        out.write(whole);
        whole = null;
        continue;
      }
      byte[] event = reader.poll();
      if (event != null) {
        put(refusedAfterHeartbeat() ? ErrorEnvelope.asEvent(event) : event);
        reader.passedOn(event.length);
      } else if (reader.finished()) {
        last();
        return;
      } else if (heartbeatDue) {
        put(HEARTBEAT);
      } else if (flushOwed) {
        flushOwed = false;
        out.flush();
      } else {
        return;
      }
    }
  }

  /** A heartbeat has opened the stream, and then the node refused the request in plain JSON. */
  private boolean refusedAfterHeartbeat() {
    return streaming && reader.answer().head().contentType().equals(AnswerHead.JSON);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    flushOwed = true;
    heartbeatDue = false;
    silentSince = now();
  }

  /** The end of the log: a stream that broke says so in its last event. */
  private void last() throws IOException {
    Failure failure = reader.answer().failure();
    if (failure != null && streaming) {
      out.write(ErrorEnvelope.event(failure, call.id()));
    }
    end(failure);
  }

  private void end(Failure failure) {
    ended = true;
    desk.open().remove(this);
    reader.close();
    desk.gateway().left(call);
    if (out == null) {
      response.setStatus(failure.code().status());
    }
    try {
      record(failure);
    } finally {
      async.complete();
    }
  }

  /** Writes the call down in the ledger. */
  private void record(Failure failure) {
    Answer answer = reader.answer();
    AnswerHead head = answer.head();
    int status = head != null && head.status() != 200 ? head.status() : response.getStatus();
    desk.ledger()
        .ended(
            call,
            answer,
            new CallLedger.End(
                clientGone ? CLIENT_CLOSED.status() : status,
                failure,
                firstContent,
                now() - arrived,
                reader.position()));
  }

  private long now() {
    return desk.clock().getAsLong();
  }
}
