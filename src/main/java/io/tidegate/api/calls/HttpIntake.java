package io.tidegate.api.calls;

import io.tidegate.Inquiry;
import io.tidegate.api.entry.HttpGuard;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBodyReader;
import io.tidegate.api.http.HttpErrorWriter;
import io.tidegate.api.http.HttpHolding;
import io.tidegate.api.http.HttpInflation;
import io.tidegate.api.http.PacedStream;
import io.tidegate.api.http.TransferPace;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.jobs.Submission;
import io.tidegate.memory.GrowingBytes;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

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

  /** What clients say of JSON; JAX-RS judges whatever else may be meant so. */
  private static final Pattern JSON =
      Pattern.compile("application/json(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);

  private final CallServices desk;
  private final HttpSubmission submission;
  private final int maxRequest;
  private final Duration deadline;
  private final MemoryBudget memory;
  private final HttpQuotas quotas;

  /**
   * An intake of bodies of up to {@code maxRequest} bytes, for calls that have {@code deadline}.
   *
   * @param quotas what calls are held to
   */
  public HttpIntake(
      CallServices desk,
      int maxRequest,
      Duration deadline,
      MemoryBudget memory,
      HttpQuotas quotas) {
    this.quotas = quotas;
    this.memory = memory;
    this.desk = desk;
    this.submission = new HttpSubmission(desk);
    this.maxRequest = maxRequest;
    this.deadline = deadline;
  }

  /** Where the memory for requests is taken from. */
  public MemoryBudget memory() {
    return memory;
  }

  /** What calls are held to. */
  HttpQuotas quotas() {
    return quotas;
  }

  /** The largest body, in bytes. */
  int maxRequest() {
    return maxRequest;
  }

  /**
   * Takes {@code http} in from a filter that has found a call in it, and suspends it; false if only
   * JAX-RS can tell what to do with it.
   *
   * <p>For such a request JAX-RS has nothing to add, and its way through there is an eighth of what
   * a call costs.
   */
  boolean takes(HttpServletRequest http) {
    Inquiry made = (Inquiry) http.getAttribute(INQUIRY);
    if (made == null
        || ((byte[]) http.getAttribute(READ)).length != http.getContentLength()
        || !JSON.matcher(http.getContentType()).matches()
        || HttpGuard.hasCredentials(http)) {
      return false;
    }
    http.startAsync();
    handle(http, () -> accept(http, made.call().operation()));
    return true;
  }

  /** Reads the body of the suspended request {@code http} and answers it as {@code operation}. */
  void accept(HttpServletRequest http, Operation operation) throws IOException {
    quotas.hold(http);
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
                limit,
                new GrowingBytes(held, expected),
                new TransferPace(desk.clock(), HttpVisit.work(real))),
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
    visit.check(operation, request.model());
    Duration most = request.stream() ? deadline : ClientPatience.of(http::getHeader, deadline);
    Deadline until = Deadline.after(visit.arrived(), most);
    return new Call(visit.id(), visit.tenant(), operation, request, until, visit.terms());
  }

  private Inquiry inquiry(HttpServletRequest http, Operation operation, byte[] body) {
    return Inquiry.of(call(http, operation, body));
  }

  /** Brings what {@code order} says. */
  void start(HttpServletRequest http, AnswerRequest order) {
    quotas.ask(http, order.call());
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
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    tell(response, served);
    new HttpAnswerWriter(desk, async, visit, order.servedBy(served))
        .start(() -> quotas.tell(served, response::setHeader));
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
    if (HttpSubmission.isPreferred(http)) {
      submission.submit(http, inquiry.call(), JobHeaders.options(http::getHeader));
    } else {
      boolean overflow = JobHeaders.overflow(http::getHeader);
      Submission.Options options =
          overflow && HttpSubmission.isKept(inquiry.call())
              ? JobHeaders.options(http::getHeader)
              : null;
      start(http, new AnswerRequest(inquiry, Rendering.AS_IS, options));
    }
  }

  private void handle(HttpServletRequest http, HttpErrorWriter.Work work) {
    HttpErrorWriter.unlessDone(http, desk, work);
  }
}
