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
import io.tidegate.logging.LogText;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * One attempt of a call at one node, from its start to its outcome.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
final class RoutedAttempt implements Upstream.Progress {

  private static final Logger LOG = System.getLogger(RoutedAttempt.class.getName());

  private static final Failure NOT_STARTED =
      Failure.of(INTERNAL_ERROR, "The gateway failed to ask a node.");

  private final Owner call;
  private final AttemptStart start;

  private Upstream.Running running;
  private Failure cancelled;
  private boolean ended;
  private volatile boolean silent = true;
  private volatile boolean begun;
  private volatile boolean accepted;
  private volatile boolean movedOn;

  /** The call that an attempt is made for. */
  interface Owner extends Routable {

    /** Where its answer goes. */
    Answer answer();

    /** First content has come for {@code attempt}; whether it may write the answer. */
    boolean first(RoutedAttempt attempt, long firstContent);

    /** Whether {@code attempt}, whose node is silent, is to be left for another node. */
    boolean leaves(RoutedAttempt attempt);

    /** Whether {@code attempt} may be ended for another node: not once it writes the answer. */
    boolean letsGo(RoutedAttempt attempt);

    /** {@code attempt} is over; told once. */
    void ended(RoutedAttempt attempt, Outcome outcome);
  }

  RoutedAttempt(Owner call, AttemptStart start) {
    this.call = call;
    this.start = start;
  }

  /**
   * Asks the node.
   *
   * @param fallback the model that is asked in place of the one the client named, or null
   */
  void send(Upstream upstream, String fallback) {
    Place place = start.place();
    try {
      runs(
          upstream.start(
              new Attempt(
                  call.call(),
                  place.target(),
                  place.node().own(place.model()),
                  start.number(),
                  call.answer(),
                  fallback,
                  place.model(),
                  start.span().trace()),
              this));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "an attempt could not be started", LogText.thrown(failure));
      stillborn();
    }
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
  public void encrypted(List<String> marks) {
    start.place().account().made(call.call().tenant(), marks);
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
  private void stillborn() {
    ended(new Outcome(Kind.FAILED, NOT_STARTED, false, null, new Timings(-1, 0)));
  }

  /** Connects the attempt with what runs it, and cancels it if somebody wanted that meanwhile. */
  private void runs(Upstream.Running what) {
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
    String node = start.place().node().name();
    answer.begin(new AnswerHead(denial.status(), AnswerHead.JSON, node, start.number(), after));
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

  Routable call() {
    return call;
  }

  AttemptStart start() {
    return start;
  }
}
