package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;
import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;

import io.tidegate.Inquiry;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.BodyForm;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBodyWriter;
import io.tidegate.api.http.HttpClientConnection;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.OpenCall;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Reply;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.tracing.SpanAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Decides what one client is sent of one answer, and when.
 *
 * <p>The status is held back until the first content, an error, or the first heartbeat. Called by
 * one thread at a time, that of its {@link HttpBodyWriter}.
 */
final class HttpAnswerWriter implements HttpBodyWriter.Source {

  private static final Failure UNWRITABLE =
      Failure.of(INTERNAL_ERROR, "The gateway failed to write the answer.");
  private static final Failure STALLED =
      Failure.of(CLIENT_CLOSED, "The client did not read, and others wait for the same answer.");

  private final CallServices desk;
  private final AsyncContext async;
  private final HttpServletResponse response;
  private final Inquiry inquiry;
  private final Call call;
  private final Dialect dialect;
  private final Rendering rendering;
  private final long arrived;
  private final HttpBodyWriter writer;
  private final OpenCall client;
  private final Overflow overflow;

  private Source source = Source.BYPASS;
  private AnswerReader reader;
  private byte[] whole;
  private int taken;
  private BodyForm form = BodyForm.WHOLE;
  private Failure cut;
  private long firstContent = -1;
  private byte[] firstEvent;
  private byte[] lastEvent;

  HttpAnswerWriter(CallServices desk, AsyncContext async, Visit visit, AnswerRequest order) {
    this.desk = desk;
    this.async = async;
    this.response = (HttpServletResponse) async.getResponse();
    this.arrived = visit.arrived();
    this.inquiry = order.inquiry();
    this.call = inquiry.call();
    this.dialect = Dialects.of(call.operation());
    this.rendering = order.rendering();
    HttpBodyWriter.Target target = new HttpBodyWriter.Target(visit, call.deadline(), call.stream());
    this.writer = new HttpBodyWriter(desk.open(), desk.clock(), target, this);
    this.client = writer.client();
    this.overflow = new Overflow(desk.jobs(), order, writer::signal);
  }

  /** Asks the gateway and begins to wait. */
  void start() {
    start(() -> {});
  }

  /** The same; {@code asked} is run before anything is sent. */
  void start(Runnable asked) {
    Reply reply = desk.gateway().ask(inquiry);
    source = reply.source();
    reader = reply.reader();
    asked.run();
    reader.listen(writer::signal);
    writer.start();
  }

  /** Leaves an answer that others may still wait for, and at once: a slow reader holds it up. */
  @Override
  public boolean goesOn() {
    if (client.isOverdue() && cut == null && !reader.answer().ended()) {
      cut = Failure.INCOMPLETE;
      reader.close();
    }
    return true;
  }

  @Override
  public void begin() throws IOException {
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
    writer.open(this.response.getOutputStream());
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
      send(dialect.errors().of(failure, call.id()), 0);
    }
  }

  private void send(byte[] body, int polled) throws IOException {
    whole = body;
    taken = polled;
    response.setContentLength(body.length);
    writer.open(response.getOutputStream());
  }

  @Override
  public byte[] poll() {
    if (whole != null) {
      byte[] body = whole;
      whole = null;
      return body;
    }
    byte[] event = cut == null ? reader.poll() : null;
    if (event == null) {
      return null;
    }
    taken = event.length;
    remember(event);
    return refusedLate() ? form.refusal(event, dialect) : event;
  }

  /** By its first and its last event some dialects tell how a stream broke. */
  private void remember(byte[] event) {
    if (form == BodyForm.STREAM && event.length > 0 && event[0] != ':') {
      lastEvent = dialect.errors().kept(event);
      firstEvent = firstEvent == null ? lastEvent : firstEvent;
    }
  }

  @Override
  public void written() {
    reader.passedOn(taken);
  }

  @Override
  public boolean finished() {
    return cut != null || reader.finished();
  }

  @Override
  public byte[] heartbeat() {
    return form.heartbeat(dialect);
  }

  /** Leaves an answer to others once this client has not read for so long. */
  @Override
  public void heldUp() {
    if (cut == null && client.isHeartbeatDue() && reader.holdsUpOthers()) {
      cut = STALLED;
      reader.close();
    }
  }

  /** A heartbeat has opened the body, and then the node refused the request. */
  private boolean refusedLate() {
    return form.belies(reader.answer().head());
  }

  /** The end of an open body that broke: it says so. */
  @Override
  public byte[] lastWords() {
    Failure failure = failure();
    if (failure == null || !form.open()) {
      return null;
    }
    return form == BodyForm.STREAM
        ? dialect.errors().event(failure, call.id(), firstEvent, lastEvent)
        : dialect.errors().of(failure, call.id());
  }

  private Failure failure() {
    return cut != null ? cut : reader.answer().failure();
  }

  @Override
  public void ended(HttpBodyWriter.End how) {
    switch (how) {
      case WHOLE -> {
        if (form.open() && (failure() != null || refusedLate())) {
          // Not every client looks at errors under a 200; all see that the body has no end.
          HttpClientConnection.breakOff(async);
        }
        end(failure());
      }
      case LEFT -> end(Failure.CLIENT_LEFT);
      case BROKEN -> end(UNWRITABLE);
    }
  }

  private void end(Failure failure) {
    reader.close();
    desk.gateway().left(call);
    if (!writer.isOpen()) {
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
