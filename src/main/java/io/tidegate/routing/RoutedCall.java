package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.admission.Candidate;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.balancing.Prompt;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;
import io.tidegate.upstream.Upstream;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One call on its way from node to node.
 *
 * <p>INVARIANT: the answer has one writer: the attempt that was first to have content or, when no
 * attempt is under way, this call. Thread-safe.
 */
public final class RoutedCall implements Candidate, RoutedAttempt.Owner {

  private final Parts parts;
  private final Call call;
  private final Prompt prompt;
  private final Answer answer;
  private final Itinerary itinerary;
  private final Testimony testimony = new Testimony();

  /** Those who help a call on its way. */
  record Parts(
      Placer placer,
      Retries retries,
      OutcomeFeedback feedback,
      SecondAttempts more,
      Relief relief,
      AttemptBooks books,
      Admission admission,
      Upstream upstream,
      LongSupplier clock) {

    private long now() {
      return clock.getAsLong();
    }
  }

  /**
   * A call that no node has seen.
   *
   * @param models the model asked for, and those that may answer in its place, in order
   */
  RoutedCall(Parts parts, Call call, List<String> models, Answer answer) {
    this.parts = parts;
    this.call = call;
    this.prompt =
        new Prompt(call.request(), call.tenant(), call.terms().trial().overrides().strategy());
    this.itinerary = new Itinerary(models, parts.placer().maker(call, models));
    this.answer = answer;
  }

  @Override
  public Call call() {
    return call;
  }

  @Override
  public String lane() {
    return model();
  }

  @Override
  public long tokens() {
    return prompt.tokens() + prompt.expectedOutput();
  }

  @Override
  public Needs needs() {
    return itinerary.needs(call);
  }

  @Override
  public boolean gone() {
    return itinerary.over();
  }

  @Override
  public Runnable claim(long expectedWait) {
    long now = parts.now();
    // The deadline may have passed in a pause, or in the queue of a model before.
    boolean late = gone() || call.deadline().passed(now);
    Place place = late ? null : parts.placer().place(this, expectedWait, now);
    return place == null ? null : () -> start(place, false);
  }

  @Override
  public Failure inVain(long until) {
    Failure why = prospects().inVain(this, until, parts.now());
    return why == null ? null : testimony.why(why);
  }

  @Override
  public void refuse(Failure why) {
    if (itinerary.next() && goesOn()) {
      parts.admission().enter(this);
    } else {
      finish(why);
    }
  }

  /** Ends the call now; its answer ends with {@code why}. */
  public void cancel(Failure why) {
    List<RoutedAttempt> current = itinerary.cancel(why);
    if (current.isEmpty()) {
      finish(why);
      parts.admission().leave(this);
    }
    current.forEach(attempt -> attempt.cancel(why));
  }

  @Override
  public String model() {
    return itinerary.model();
  }

  @Override
  public Capability capability() {
    return new Capability(model(), call.operation());
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public Prompt prompt() {
    return prompt;
  }

  @Override
  public boolean refusedBy(Node node, Account account) {
    return itinerary.excludes(node, account);
  }

  @Override
  public boolean runsOn(Account account) {
    return itinerary.runsOn(account);
  }

  @Override
  public int attempts() {
    return itinerary.attempts();
  }

  @Override
  public int tries() {
    return itinerary.tries();
  }

  /** Starts a second attempt beside the first, if that is still silent and there is a place. */
  private void hedge() {
    Place place = itinerary.hedgeable() ? parts.more().beside(this) : null;
    if (place != null) {
      start(place, true);
    }
  }

  /** Ends the call with {@code why}, unless an attempt is under way or it is over. */
  void finish(Failure why) {
    end(() -> answer.fail(why));
  }

  private void end(Runnable ending) {
    if (!itinerary.end()) {
      return;
    }
    parts.books().settle(this, testimony);
    Failure cancelled = itinerary.cancelled();
    if (cancelled == null) {
      ending.run();
    } else {
      answer.fail(cancelled);
    }
  }

  @Override
  public boolean first(RoutedAttempt attempt, long firstContent) {
    List<RoutedAttempt> losers = itinerary.first(attempt);
    if (losers == null) {
      return false;
    }
    testimony.delivered(firstContent >= 0);
    parts.books().settle(this, testimony);
    if (firstContent >= 0) {
      parts.feedback().firstContent(attempt.start(), firstContent, parts.now());
    }
    losers.forEach(loser -> loser.cancel(Failure.OVERTAKEN));
    return true;
  }

  @Override
  public boolean letsGo(RoutedAttempt attempt) {
    return itinerary.letsGo(attempt);
  }

  @Override
  public boolean leaves(RoutedAttempt attempt) {
    return itinerary.hedgeable() && parts.relief().mayLeave(attempt) && letsGo(attempt);
  }

  @Override
  public void ended(RoutedAttempt attempt, Outcome outcome) {
    Charge charge = parts.books().ended(this, attempt.start(), outcome, attempt.isAccepted());
    // Heard before the attempt counts as ended, for then somebody else may end the call and settle.
    testimony.ended(outcome, charge, itinerary.won(attempt));
    boolean last = itinerary.ended(attempt, outcome);
    if (charge != null && testimony.agreed()) {
      parts.retries().askedInVain(this, parts.now());
    }
    if (gone()) {
      parts.books().settle(this, testimony);
      return;
    }
    if (last) {
      goOn(attempt, outcome);
    }
  }

  /** The last attempt under way has ended without an answer. */
  private void goOn(RoutedAttempt attempt, Outcome outcome) {
    // Who moves an attempt on has paid for the next one.
    boolean moved =
        attempt.movedOn() && (outcome.kind() == Kind.CANCELLED || outcome.kind() == Kind.TIMED_OUT);
    boolean unserved = itinerary.cancelled() == null && (moved || outcome.retryable());
    if (unserved && goesOn() && (moved || mayTryAgain(attempt.start(), outcome))) {
      parts.more().after(this, () -> parts.admission().reenter(this));
    } else if (testimony.unanimous() && prospects().lacks(this, outcome.status(), parts.now())) {
      finish(prospects().unspoken(call, List.of(model()), parts.now()));
    } else if (testimony.unanimous() && outcome.words() != null) {
      end(() -> attempt.tell(outcome, answer));
    } else {
      finish(testimony.why(outcome.failure()));
    }
  }

  /** Whether the call may go on after an attempt that ended with {@code outcome}. */
  private boolean mayTryAgain(AttemptStart start, Outcome outcome) {
    if (parts.more().misdirected(start, outcome)) {
      // It was not known before and will be from now on, so that it costs no more than this once.
      itinerary.misdirected();
      return true;
    }
    return parts.more().mayFollow(this, outcome);
  }

  /** Whether some node may still serve the call; it then stands for a model of that node. */
  boolean goesOn() {
    while (!promised()) {
      if (!itinerary.next()) {
        return false;
      }
    }
    return true;
  }

  /** Whether any node may serve the call for as long as it can wait. */
  private boolean promised() {
    long now = parts.now();
    return prospects().promise(this, now + parts.admission().patience(call, now));
  }

  private Prospects prospects() {
    return parts.placer().prospects();
  }

  /** Makes an attempt in {@code place}, or gives it back if it is too late. */
  private void start(Place place, boolean beside) {
    RoutedAttempt attempt = itinerary.begin(this, place, beside, parts.books());
    if (attempt != null) {
      send(attempt, place);
      return;
    }
    parts.books().giveBack(place);
    if (!beside) {
      finish(Failure.CLIENT_LEFT);
    }
  }

  private void send(RoutedAttempt attempt, Place place) {
    parts.relief().add(attempt);
    attempt.send(parts.upstream(), itinerary.fallback(place));
    if (attempt.start().number() == 1 && parts.retries().hedges(prompt.tokens())) {
      parts.retries().hedgeLater(attempt.start(), this::hedge, parts.now());
    }
  }
}
