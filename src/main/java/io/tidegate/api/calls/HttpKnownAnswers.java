package io.tidegate.api.calls;

import io.tidegate.Inquiry;
import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.entry.Visit;
import io.tidegate.api.http.HttpInflation;
import io.tidegate.api.open.CallLedger;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Hit;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Reply.Source;
import io.tidegate.exchange.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers calls that this server knows, on the request's own thread.
 *
 * <p>All else, refusals too, it leaves to the ordinary way, with what it has read. Thread-safe.
 */
public final class HttpKnownAnswers {

  /** The longest body looked at, in bytes; longer ones seldom arrive in one piece. */
  private static final int LONGEST = 64 << 10;

  /**
   * The longest answer given, in bytes: what a connection takes whether its client reads or not.
   */
  public static final int LONGEST_ANSWER = 16 << 10;

  /**
   * How many bodies are read here at once, half of them of one tenant; the next are read without
   * blocking. Each may be a slow sender's and hold one of the server's few threads: sixteen of them
   * delayed others by seconds.
   */
  private static final int MOST_READ = 4;

  private final ReadingPlaces places = new ReadingPlaces(MOST_READ);
  private final HttpAuthentication admittance;
  private final HttpIntake intake;
  private final Function<Call, Inquiry> look;
  private final CallLedger ledger;
  private final LongSupplier clock;

  /**
   * Answers by {@code look}, which finds nothing that is longer than {@link #LONGEST_ANSWER}, and
   * never waits.
   *
   * @param clock the nano clock
   */
  public HttpKnownAnswers(
      HttpAuthentication admittance,
      HttpIntake intake,
      Function<Call, Inquiry> look,
      CallLedger ledger,
      LongSupplier clock) {
    this.admittance = admittance;
    this.intake = intake;
    this.look = look;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Answers the request {@code http}, if that can be done at once; false if not. */
  boolean answers(HttpServletRequest http, HttpServletResponse out) throws IOException {
    Operation operation = CallPaths.OPERATIONS.get(http.getRequestURI());
    if (operation == null || !looksLikeOne(http)) {
      return false;
    }
    try {
      admittance.admit(http);
      // A bad value is refused in the ordinary way, whether the answer is known or not.
      var unused = JobHeaders.overflow(http::getHeader);
      Call call = call(http, operation);
      if (call == null) {
        return false;
      }
      Inquiry inquiry = look.apply(call);
      http.setAttribute(HttpIntake.INQUIRY, inquiry);
      if (inquiry.hit() == null) {
        return false;
      }
      answer(http, call, inquiry.hit(), out);
      return true;
    } catch (FailureException refused) {
      return false;
    }
  }

  private boolean looksLikeOne(HttpServletRequest http) {
    int length = http.getContentLength();
    String type = http.getContentType();
    return length > 0
        && length <= LONGEST
        && length <= intake.maxRequest()
        && http.getMethod().equals("POST")
        && http.getHeader("Prefer") == null
        && !HttpInflation.isNeeded(http)
        && type != null
        && type.startsWith(AnswerHead.JSON);
  }

  /** The call, or null if too many bodies are read here already. */
  private Call call(HttpServletRequest http, Operation operation) throws IOException {
    TenantId tenant = HttpVisit.of(http).tenant();
    if (!places.tryTake(tenant)) {
      return null;
    }
    byte[] body;
    try {
      // A short body is nearly always here with its head. Liberty does not tell: available() is 0
      // before the first read.
      body = http.getInputStream().readNBytes(http.getContentLength());
    } finally {
      places.giveBack(tenant);
    }
    http.setAttribute(HttpIntake.READ, body);
    return intake.call(http, operation, body);
  }

  private void answer(HttpServletRequest http, Call call, Hit hit, HttpServletResponse out)
      throws IOException {
    AnswerHead head = hit.head();
    Visit visit = HttpVisit.of(http);
    long took = clock.getAsLong() - visit.arrived();
    new HttpResponseHead(out, call, Source.HIT, took).answer(head, head.contentType());
    intake.tell(out, call);
    intake.quotas().tell(call, out::setHeader);
    out.setContentLength(hit.body().length);
    ledger.ended(
        call,
        head,
        hit.usage(),
        new CallLedger.End(head.status(), null, took, took, hit.body().length, Source.HIT));
    out.getOutputStream().write(hit.body());
  }
}
