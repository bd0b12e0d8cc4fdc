package io.tidegate.routing;

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
import java.util.ArrayList;
import java.util.List;

/**
 * One call on its way from node to node.
 *
 * <p>INVARIANT: the answer has one writer: the attempt that was first to have content or, when no
 * attempt is under way, this call. No attempt begins after the call is over.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
public final class RoutedCall implements Candidate {

  private final Router router;
  private final Call call;
  private final Prompt prompt;
  private final Answer answer;

  private final Itinerary itinerary;
  private final List<RoutedAttempt> running = new ArrayList<>(2);
  private final Testimony testimony = new Testimony();
  private int attempts;
  private int misdirected;
  private RoutedAttempt winner;
  private Failure cancelled;
  private boolean over;

  /**
   * A call that no node has seen.
   *
   * @param models the model asked for, and those that may answer in its place, in order
   */
  RoutedCall(Router router, Call call, List<String> models, Answer answer) {
    this.router = router;
    this.call = call;
    this.prompt =
        new Prompt(call.request(), call.tenant(), call.terms().trial().overrides().strategy());
    this.itinerary = new Itinerary(models);
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
  public synchronized Needs needs() {
    return itinerary.needs(call.operation(), call.terms().pinned());
  }

  @Override
  public synchronized boolean gone() {
    return over;
  }

  @Override
  public Runnable claim(long expectedWait) {
    Place place = gone() ? null : router.place(this, expectedWait);
    return place == null ? null : () -> start(place, false);
  }

  @Override
  public Failure inVain(long until) {
    Failure why = router.inVain(this, until);
    return why == null ? null : testimony.why(why);
  }

  @Override
  public void refuse(Failure why) {
    if (nextModel() && goesOn()) {
      router.enter(this);
    } else {
      finish(why);
    }
  }

  /** Ends the call now; its answer ends with {@code why}. */
  public void cancel(Failure why) {
    List<RoutedAttempt> current;
    synchronized (this) {
      cancelled = cancelled == null ? why : cancelled;
      current = List.copyOf(running);
    }
    if (current.isEmpty()) {
      finish(why);
      router.leave(this);
    }
    current.forEach(attempt -> attempt.cancel(why));
  }

  synchronized String model() {
    return itinerary.model();
  }

  /** What it asks nodes for at present. */
  Capability capability() {
    return new Capability(model(), call.operation());
  }

  Answer answer() {
    return answer;
  }

  Prompt prompt() {
    return prompt;
  }

  /**
   * Whether this call must not go there again: the node has had it, or the account has refused it.
   */
  synchronized boolean refusedBy(Node node, Account account) {
    return itinerary.excludes(node, account);
  }

  /** Whether {@code account} has an attempt of this call, beside which it must not get another. */
  synchronized boolean runsOn(Account account) {
    return running.stream().anyMatch(attempt -> attempt.place().account() == account);
  }

  synchronized int attempts() {
    return attempts;
  }

  /** The attempts but for those at nodes of which nobody knew that they lack the capability. */
  synchronized int tries() {
    return attempts - misdirected;
  }

  /** The last attempt was at such a node. */
  synchronized void misdirected() {
    misdirected++;
  }

  /** Starts a second attempt beside the first, if that is still silent and there is a place. */
  void hedge() {
    Place place = hedgeable() ? router.hedgePlace(this) : null;
    if (place != null) {
      start(place, true);
    }
  }

  /** Ends the call with {@code why}, unless an attempt is under way or it is over. */
  void finish(Failure why) {
    end(() -> answer.fail(why));
  }

  private void end(Runnable ending) {
    Failure left;
    synchronized (this) {
      if (over || !running.isEmpty()) {
        return;
      }
      over = true;
      left = cancelled;
    }
    router.settle(this, testimony);
    if (left == null) {
      ending.run();
    } else {
      answer.fail(left);
    }
  }

  /** First content has come for {@code attempt}; whether it may write the answer. */
  boolean first(RoutedAttempt attempt, long firstContent) {
    List<RoutedAttempt> losers;
    synchronized (this) {
      if (winner != null || attempt.movedOn()) {
        return false;
      }
      winner = attempt;
      losers = running.stream().filter(each -> each != attempt).toList();
    }
    testimony.delivered(firstContent >= 0);
    router.settle(this, testimony);
    if (firstContent >= 0) {
      router.firstContent(attempt, firstContent);
    }
    losers.forEach(loser -> loser.cancel(Failure.OVERTAKEN));
    return true;
  }

  /** Whether {@code attempt} may be ended for another node: not once it writes the answer. */
  synchronized boolean letsGo(RoutedAttempt attempt) {
    boolean silent = winner != attempt;
    if (silent) {
      attempt.movesOn();
    }
    return silent;
  }

  /** Whether {@code attempt}, whose node is silent, is to be left for another node. */
  boolean leaves(RoutedAttempt attempt) {
    return hedgeable() && router.mayLeave(attempt) && letsGo(attempt);
  }

  void ended(RoutedAttempt attempt, Outcome outcome) {
    Charge charge = router.ended(attempt, outcome);
    boolean last;
    boolean wanted;
    synchronized (this) {
      testimony.ended(outcome, charge, winner == attempt);
      running.remove(attempt);
      last = running.isEmpty();
      wanted = cancelled == null;
      over |= winner == attempt;
      itinerary.learns(attempt.place(), outcome);
    }
    if (charge != null && testimony.agreed()) {
      router.askedInVain(this);
    }
    if (gone()) {
      router.settle(this, testimony);
      return;
    }
    if (last) {
      goOn(attempt, outcome, wanted);
    }
  }

  /** The last attempt under way has ended without an answer. */
  private void goOn(RoutedAttempt attempt, Outcome outcome, boolean wanted) {
    // Who moves an attempt on has paid for the next one.
    boolean moved =
        attempt.movedOn() && (outcome.kind() == Kind.CANCELLED || outcome.kind() == Kind.TIMED_OUT);
    boolean unserved = wanted && (moved || outcome.retryable());
    if (unserved && goesOn() && (moved || router.mayTryAgain(attempt, outcome))) {
      router.again(this);
    } else if (testimony.unanimous() && outcome.words() != null) {
      end(() -> attempt.tell(outcome, answer));
    } else {
      finish(testimony.why(outcome.failure()));
    }
  }

  /** Whether some node may still serve the call; it then stands for a model of that node. */
  boolean goesOn() {
    while (!router.promises(this)) {
      if (!nextModel()) {
        return false;
      }
    }
    return true;
  }

  private synchronized boolean hedgeable() {
    return !over && cancelled == null && winner == null && running.size() == 1;
  }

  private synchronized boolean nextModel() {
    return !over && cancelled == null && itinerary.next();
  }

  /** Begins an attempt in {@code place}; {@code beside} another, or while none is under way. */
  private void start(Place place, boolean beside) {
    RoutedAttempt attempt;
    synchronized (this) {
      if (over || cancelled != null || winner != null || running.isEmpty() == beside) {
        attempt = null;
      } else {
        itinerary.visits(place.node());
        // Leads to nothing that waits or calls back.
        attempt = router.attempt(this, place, ++attempts, beside);
        running.add(attempt);
      }
    }
    if (attempt != null) {
      router.start(attempt, itinerary.fallback(place));
      return;
    }
    router.giveBack(place);
    if (!beside) {
      finish(Failure.CLIENT_LEFT);
    }
  }
}
