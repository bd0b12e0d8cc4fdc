package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.INTERNAL_ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.balancing.PlacedWork;
import io.tidegate.tracing.Span;
import io.tidegate.upstream.Upstream;

/**
 * One attempt of a call at one node, from its start to its outcome.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
final class RoutedAttempt implements Upstream.Progress {

  private static final Failure NOT_STARTED =
      Failure.of(INTERNAL_ERROR, "The gateway failed to ask a node.");

  private final RoutedCall call;
  private final Place place;
  private final PlacedWork placement;
  private final Beginning beginning;

  private Upstream.Running running;
  private Failure cancelled;
  private boolean ended;
  private volatile boolean silent = true;
  private volatile boolean begun;
  private volatile boolean accepted;
  private volatile boolean movedOn;

  /**
   * How an attempt began.
   *
   * @param number counts the attempts of its call, from 1
   * @param time when, on the nano clock
   * @param span the span that tells of it
   */
  record Beginning(int number, long time, Span span) {}

  RoutedAttempt(RoutedCall call, Place place, PlacedWork placement, Beginning beginning) {
    this.call = call;
    this.place = place;
    this.placement = placement;
    this.beginning = beginning;
  }

  @Override
  public boolean mayDeliver(long firstContent) {
    silent = false;
    return call.first(this, firstContent);
  }

  @Override
  public void begun() {
    begun = true;
  }

  @Override
  public void accepted() {
    accepted = true;
    call.answer().accepted(true);
  }

  /** Whether the node has begun to reply with a success. */
  boolean isAccepted() {
    return accepted;
  }

  @Override
  public boolean mayLeave() {
    return call.leaves(this);
  }

  @Override
  public void ended(Outcome outcome) {
    silent = false;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    call.answer().accepted(false);
    call.ended(this, outcome);
  }

  /** It could not even be started, for a mistake or a want of the gateway itself. */
  void stillborn() {
    ended(new Outcome(Kind.FAILED, NOT_STARTED, false, null, new Timings(-1, 0)));
  }

  /** Connects the attempt with what runs it, and cancels it if somebody wanted that meanwhile. */
  void runs(Upstream.Running what) {
    Failure why;
    synchronized (this) {
      running = what;
      why = ended ? null : cancelled;
    }
    if (why != null) {
      what.cancel(why);
    }
  }

  void cancel(Failure why) {
    Upstream.Running current;
    synchronized (this) {
      cancelled = cancelled == null ? why : cancelled;
      current = running;
    }
    if (current != null) {
      current.cancel(why);
    }
  }

  /** Ends the attempt so that its call can go to another node, unless content has just come. */
  void moveOn(Failure why) {
    if (call.letsGo(this)) {
      cancel(why);
    }
  }

  /** Takes the right to deliver from it; for the call, under the call's lock. */
  void movesOn() {
    movedOn = true;
  }

  boolean movedOn() {
    return movedOn;
  }

  /** Ends the call's {@code answer} with the words by which the node denied it. */
  void tell(Outcome denial, Answer answer) {
    long after = denial.timings().total();
    answer.begin(
        new AnswerHead(denial.status(), AnswerHead.JSON, place.node().name(), number(), after));
    answer.append(denial.words().json().getBytes(UTF_8));
    answer.complete(Usage.NONE);
  }

  /** Whether no content has come yet and the attempt is still under way. */
  boolean silent() {
    return silent;
  }

  /** Whether its node works on the answer, so that another would only begin it anew. */
  boolean isBegun() {
    return begun;
  }

  RoutedCall call() {
    return call;
  }

  Place place() {
    return place;
  }

  PlacedWork placement() {
    return placement;
  }

  /** The span that tells of it. */
  Span span() {
    return beginning.span();
  }

  int number() {
    return beginning.number();
  }

  /** When it was started, on the nano clock. */
  long started() {
    return beginning.time();
  }

  boolean stream() {
    return call.call().stream();
  }
}
