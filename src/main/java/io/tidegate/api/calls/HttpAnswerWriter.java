package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;

import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.BodyForm;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpClientConnection;
import io.tidegate.api.http.PiecedBody;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.OpenCall;
import io.tidegate.api.open.OwedFlush;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.ErrorEnvelope;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Turns;
import io.tidegate.tracing.SpanAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Writes one answer to one client, without blocking.
 *
 * <p>The node's thread, the server's and the clock's all come here by {@link #signal}; the first
 * one does the work, and the others leave it their wish and go on. The status is held back until
 * the first content, an error, or the first heartbeat.
 *
 * <p>INVARIANT: the response is touched only inside {@link #step}, by one thread at a time.
 */
final class HttpAnswerWriter implements WriteListener {

  private static final Logger LOG = System.getLogger(HttpAnswerWriter.class.getName());
  private static final Failure UNWRITABLE =
      Failure.of(INTERNAL_ERROR, "The gateway failed to write the answer.");
  private static final Failure STALLED =
      Failure.of(CLIENT_CLOSED, "The client did not read, and others wait for the same answer.");

  private final CallServices desk;
  private final AsyncContext async;
  private final HttpServletResponse response;
  private final Call call;
  private final Rendering rendering;
  private final long arrived;
  private final OpenCall client;
  private final Overflow overflow;
  private final Turns turns = new Turns();
  private final OwedFlush flush = new OwedFlush();

  private Source source = Source.BYPASS;
  private AnswerReader reader;
  private ServletOutputStream out;
  private PiecedBody next;
  private BodyForm form = BodyForm.WHOLE;
  private boolean ended;
  private Failure cut;
  private long firstContent = -1;
  private volatile boolean writable;

  HttpAnswerWriter(CallServices desk, AsyncContext async, Visit visit, AnswerRequest order) {
    this.desk = desk;
    this.async = async;
    this.response = (HttpServletResponse) async.getResponse();
    this.arrived = visit.arrived();
    this.call = order.served();
    this.rendering = order.rendering();
    this.client = new OpenCall(visit, call.deadline(), call.stream(), this::signal);
    this.overflow = new Overflow(desk.jobs(), order, this::signal);
  }

  /** Asks the gateway and begins to wait. */
  void start() {
    desk.open().add(client);
    Reply reply = desk.gateway().ask(call);
    source = reply.source();
    reader = reply.reader();
    reader.listen(this::signal);
    signal();
  }

  @Override
  public void onWritePossible() {
    writable = true;
    signal();
  }

  @Override
  public void onError(Throwable cause) {
    client.clientGone();
  }

  private void signal() {
    turns.take(this::step);
  }

  private void step() {
    if (ended || reader == null) {
      return;
    }
    try {
      cutIfOverdue();
      if (client.isGone()) {
        end(Failure.CLIENT_LEFT);
      } else if (out == null) {
        commitWhenReady();
      } else if (writable) {
        write();
      }
    } catch (IOException broken) {
      client.clientGone();
      end(Failure.CLIENT_LEFT);
    } catch (RuntimeException | Error mistake) {
      // Nobody else could end this answer, and its node would never be released.
      LOG.log(Level.ERROR, "an answer could not be written", mistake);
      end(UNWRITABLE);
    }
  }

  /** Leaves an answer that others may still wait for, and at once: a slow reader holds it up. */
  private void cutIfOverdue() {
    if (client.isOverdue() && cut == null && !reader.answer().ended()) {
      cut = Failure.INCOMPLETE;
      reader.close();
    }
  }

  private void commitWhenReady() throws IOException {
    if (cut != null) {
      whole(null, cut);
      return;
    }
    Answer answer = reader.answer();
    // In this order: an answer seen to have ended shows its head, too.
    boolean complete = answer.ended();
    AnswerHead head = answer.head();
    if (head != null && firstContent < 0) {
      firstContent = now() - arrived;
    }
    if (head != null && head.contentType().equals(AnswerHead.EVENT_STREAM)) {
      open(head);
    } else if (complete && head == null) {
      refused(answer.failure());
    } else if (complete) {
      whole(head, answer.failure());
    } else if (client.isHeartbeatDue() && head == null && mayOpen(answer)) {
      open(null);
    }
  }

  /** A plain client is sent no status before a node has one that is the same. */
  private boolean mayOpen(Answer answer) {
    return call.stream() || (answer.isAccepted() && rendering == Rendering.AS_IS);
  }

  private void open(AnswerHead head) throws IOException {
    form = call.stream() ? BodyForm.STREAM : BodyForm.LATE;
    HttpResponseHead response = new HttpResponseHead(this.response, call, source, now() - arrived);
    if (head == null) {
      response.waiting(call.stream() ? AnswerHead.EVENT_STREAM : AnswerHead.JSON);
    } else {
      response.answer(head, head.contentType());
    }
    listen();
  }

  private void refused(Failure failure) throws IOException {
    switch (overflow.after(failure)) {
      case REFUSED -> whole(null, failure);
      case JOB -> {
        call.span().set(SpanAttributes.JOB, overflow.job().id());
        response.setHeader(JobHeaders.OVERFLOW, JobHeaders.JOB);
        send(HttpJobHead.accepted(response, call.id(), overflow.job()), 0);
      }
      case PENDING -> {}
    }
  }

  private void whole(AnswerHead head, Failure failure) throws IOException {
    HttpResponseHead response = new HttpResponseHead(this.response, call, source, now() - arrived);
    if (failure == null) {
      Rendering shown = head.status() == 200 ? rendering : Rendering.AS_IS;
      byte[] event = reader.poll();
      byte[] body = shown.render(event);
      response.answer(head, shown.contentType());
      send(body, event.length);
    } else {
      response.failure(failure, desk.refusal());
      send(ErrorEnvelope.of(failure, call.id()), 0);
    }
  }

  private void send(byte[] body, int polled) throws IOException {
    next = new PiecedBody(body, polled);
    response.setContentLength(body.length);
    listen();
  }

  private void listen() throws IOException {
    out = response.getOutputStream();
    out.setWriteListener(this);
  }

  private void write() throws IOException {
    while (out.isReady()) {
      if (next != null) {
        next = next.write(out, reader) ? null : next;
        flush.owe();
        client.heard(now());
        continue;
      }
      byte[] event = cut == null ? reader.poll() : null;
      if (event != null) {
        next = new PiecedBody(refusedLate() ? form.refusal(event) : event, event.length);
      } else if (cut != null || reader.finished()) {
        last();
        return;
      } else if (client.isHeartbeatDue()) {
        next = new PiecedBody(form.heartbeat(), 0);
      } else if (!flush.pay(out)) {
        return;
      }
    }
    cutIfStalled();
  }

  /** Leaves an answer to others once this client has not read for so long. */
  private void cutIfStalled() {
    if (cut == null && client.isHeartbeatDue() && reader.holdsUpOthers()) {
      cut = STALLED;
      reader.close();
    }
  }

  /** A heartbeat has opened the body, and then the node refused the request. */
  private boolean refusedLate() {
    return form.belies(reader.answer().head());
  }

  /** The end for this client: an open body that broke says so at its end, and has none. */
  private void last() throws IOException {
    Failure failure = cut != null ? cut : reader.answer().failure();
    if (failure != null && form.open()) {
      out.write(form.failure(failure, call.id()));
    }
    if (form.open() && (failure != null || refusedLate())) {
      // Not every client looks at errors under a 200; all see that the body has no end.
      HttpClientConnection.breakOff(async);
    }
    end(failure);
  }

  private void end(Failure failure) {
    ended = true;
    desk.open().remove(client);
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
                client.isGone() ? CLIENT_CLOSED.status() : status,
                failure,
                firstContent,
                now() - arrived,
                reader.position(),
                source));
  }

  private long now() {
    return desk.clock().getAsLong();
  }
}
