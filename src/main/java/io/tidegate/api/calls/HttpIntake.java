package io.tidegate.api.calls;

import io.tidegate.Inquiry;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBodyReader;
import io.tidegate.api.http.HttpErrorWriter;
import io.tidegate.api.http.HttpHolding;
import io.tidegate.api.http.HttpInflation;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.PacedStream;
import io.tidegate.api.http.Preferences;
import io.tidegate.api.http.TransferPace;
import io.tidegate.api.open.CallLedger;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.Submission;
import io.tidegate.memory.GrowingBytes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.tracing.SpanAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/**
 * Takes requests in: reads the body without blocking, parses it, and starts the answer.
 *
 * <p>Thread-safe. The request must be in asynchronous mode.
 */
public final class HttpIntake {

  /** The request attribute with the body of a request, if that was read before. */
  public static final String READ = HttpIntake.class.getName() + ".read";

  /** The request attribute with the inquiry that was made of that body, if it is one. */
  static final String INQUIRY = HttpIntake.class.getName() + ".inquiry";

  private static final List<String> PATIENCE =
      List.of("X-Stainless-Timeout", "X-Stainless-Read-Timeout");

  private final CallServices desk;
  private final int maxRequest;
  private final Duration deadline;
  private final MemoryBudget memory;

  /**
   * An intake of bodies of up to {@code maxRequest} bytes, for calls that have {@code deadline}.
   */
  public HttpIntake(CallServices desk, int maxRequest, Duration deadline, MemoryBudget memory) {
    this.memory = memory;
    this.desk = desk;
    this.maxRequest = maxRequest;
    this.deadline = deadline;
  }

  /** Where the memory for requests is taken from. */
  public MemoryBudget memory() {
    return memory;
  }

  /** The largest body, in bytes. */
  int maxRequest() {
    return maxRequest;
  }

  /** Reads the body of the suspended request {@code http} and answers it as {@code operation}. */
  void accept(HttpServletRequest http, Operation operation) throws IOException {
    byte[] read = (byte[]) http.getAttribute(READ);
    if (read == null) {
      read(http, (real, body) -> answer(real, inquiry(real, operation, body)));
    } else if (read.length < http.getContentLength()) {
      throw HttpErrorWriter.BROKEN_OFF.asException();
    } else {
      HttpServletRequest real = HttpVisit.own(http);
      HttpHolding.open(real, memory, Use.BODIES);
      HttpHolding.more(real, read.length);
      Inquiry made = (Inquiry) real.getAttribute(INQUIRY);
      handle(real, () -> answer(real, made == null ? inquiry(real, operation, read) : made));
    }
  }

  /**
   * Reads the body of the suspended request {@code http} and hands it on.
   *
   * @param whole given the request and its body; it may throw, and the client is told
   */
  public void read(HttpServletRequest http, BiConsumer<HttpServletRequest, byte[]> whole)
      throws IOException {
    read(http, maxRequest, whole);
  }

  /** As {@link #read}, for a body of at most {@code most} bytes where that is less than usual. */
  public void read(HttpServletRequest http, int most, BiConsumer<HttpServletRequest, byte[]> whole)
      throws IOException {
    HttpInflation.check(http);
    int limit = Math.min(most, maxRequest);
    if (http.getContentLengthLong() > limit) {
      throw PacedStream.tooLarge(limit);
    }
    HttpServletRequest real = HttpVisit.own(http);
    int expected = Math.max(0, http.getContentLength());
    Reservation held = HttpHolding.open(real, memory, Use.BODIES);
    // Before a byte of it is read: many that come at once would all be refused half way.
    HttpHolding.more(real, expected);
    ServletInputStream in = real.getInputStream();
    in.setReadListener(
        new HttpBodyReader(
            in,
            new HttpBodyReader.Bounds(
                limit, new GrowingBytes(held, expected), new TransferPace(desk.clock())),
            new Handed(real, limit, whole)));
  }

  /** Hands a body on. */
  private final class Handed implements HttpBodyReader.Listener {

    private final HttpServletRequest http;
    private final int limit;
    private final BiConsumer<HttpServletRequest, byte[]> whole;

    private Handed(
        HttpServletRequest http, int limit, BiConsumer<HttpServletRequest, byte[]> whole) {
      this.http = http;
      this.limit = limit;
      this.whole = whole;
    }

    @Override
    public void whole(byte[] body) {
      handle(http, () -> whole.accept(http, decoded(body)));
    }

    private byte[] decoded(byte[] body) {
      return HttpInflation.of(http, body, limit, length -> HttpHolding.more(http, length));
    }

    @Override
    public void refused(Failure why) {
      HttpErrorWriter.send(http, why, desk);
    }
  }

  /**
   * The call that {@code http}, which has a {@link Visit}, makes by {@code body}.
   *
   * @throws FailureException that says what is wrong with the body
   */
  public Call call(HttpServletRequest http, Operation operation, byte[] body) {
    Request request = Dialects.parse(body, operation);
    Visit visit = HttpVisit.of(http);
    Deadline until = Deadline.after(visit.arrived(), patience(http, request));
    return new Call(visit.id(), visit.tenant(), operation, request, until, visit.terms());
  }

  private Inquiry inquiry(HttpServletRequest http, Operation operation, byte[] body) {
    return Inquiry.of(call(http, operation, body));
  }

  /** Brings what {@code order} says. */
  void start(HttpServletRequest http, AnswerRequest order) {
    Visit visit = HttpVisit.of(http);
    Call served = desk.gateway().served(order.call());
    if (served.request().change() != null) {
      if (!HttpHolding.isOpen(http)) {
        // A question in the address has no body.
        HttpHolding.open(http, memory, Use.BODIES);
      }
      HttpHolding.more(http, served.request().size());
    }
    AsyncContext async = http.getAsyncContext();
    tell((HttpServletResponse) async.getResponse(), served);
    new HttpAnswerWriter(desk, async, visit, order.servedBy(served)).start();
  }

  /** Tells by headers which switches are on, and what of {@code call} they have changed. */
  void tell(HttpServletResponse response, Call call) {
    String switches = desk.gateway().switchesTold();
    if (!switches.isEmpty()) {
      response.setHeader("x-tidegate-switches", switches);
    }
    if (call.request().change() != null) {
      response.setHeader("x-tidegate-changed", call.request().change().told());
    }
  }

  /** Answers {@code inquiry} as the request's headers want it: now, as a job, or as either. */
  private void answer(HttpServletRequest http, Inquiry inquiry) {
    if (prefersJob(http)) {
      submit(http, inquiry.call(), JobHeaders.options(http::getHeader));
    } else {
      boolean overflow = JobHeaders.overflow(http::getHeader);
      Submission.Options options =
          overflow && isKept(inquiry.call()) ? JobHeaders.options(http::getHeader) : null;
      start(http, new AnswerRequest(inquiry, Rendering.AS_IS, options));
    }
  }

  /** Whether a job, which is a body and its operation, would be all of {@code call}. */
  private static boolean isKept(Call call) {
    return call.terms().features().betas().isEmpty();
  }

  /** Makes {@code call} a job, and tells the client once it is kept. */
  public void submit(HttpServletRequest http, Call call, Submission.Options options) {
    if (!isKept(call)) {
      throw Failure.invalid(
              ApiFeatures.BETA, "must not be sent with what is to be a job: it is not kept")
          .asException();
    }
    // A job is written down from a copy of its own.
    HttpHolding.more(http, call.request().size());
    desk.jobs()
        .apply(
            new Submission(call.tenant(), call.operation(), call.request(), call.terms(), options))
        .whenComplete((job, refused) -> handle(http, () -> submitted(http, call, job, refused)));
  }

  private void submitted(HttpServletRequest http, Call call, Job job, Throwable refused) {
    if (refused != null) {
      throw unwrapped(refused);
    }
    Visit visit = HttpVisit.of(http);
    long took = desk.clock().getAsLong() - visit.arrived();
    AsyncContext async = http.getAsyncContext();
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    byte[] body = HttpJobHead.accepted(response, call.id(), job);
    if (prefersJob(http)) {
      response.setHeader("Preference-Applied", Preferences.RESPOND_ASYNC);
    }
    call.span().set(SpanAttributes.JOB, job.id());
    desk.ledger()
        .ended(call, null, Usage.NONE, new CallLedger.End(202, null, -1, took, 0, Source.BYPASS));
    HttpReply.send(async, body);
  }

  private static boolean prefersJob(HttpServletRequest http) {
    return Preferences.respondAsync(Collections.list(http.getHeaders("Prefer")));
  }

  private static RuntimeException unwrapped(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof FailureException told) {
      return JobHeaders.named(told.failure()).asException();
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  private void handle(HttpServletRequest http, HttpErrorWriter.Work work) {
    HttpErrorWriter.unlessDone(http, desk, work);
  }

  /** A plain client tells how long it waits at most; there is no use in working longer. */
  private Duration patience(HttpServletRequest http, Request request) {
    Duration shortest = deadline;
    for (String header : PATIENCE) {
      String told = request.stream() ? null : http.getHeader(header);
      if (told != null && told.matches("[1-9]\\d{0,5}")) {
        Duration patience = Duration.ofSeconds(Long.parseLong(told));
        shortest = patience.compareTo(shortest) < 0 ? patience : shortest;
      }
    }
    return shortest;
  }
}
