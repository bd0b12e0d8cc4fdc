package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;

import io.tidegate.admission.Candidate;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One call on its way from node to node.
 *
 * <p>INVARIANT: the answer has one writer: the attempt that was first to have content or, when no
 * attempt is under way, this call. No attempt begins after the call is over.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
public final class RoutedCall implements Candidate {

  private static final Failure GONE =
      Failure.of(CLIENT_CLOSED, "The client closed the connection.");

  private final Router router;
  private final Call call;
  private final Prompt prompt;
  private final List<String> models;
  private final Answer answer;

  private final Set<Node> tried = new HashSet<>(4);
  private final Set<Node> failed = new HashSet<>(2);
  private final Set<Account> refusedBy = new HashSet<>(2);
  private final List<RoutedAttempt> running = new ArrayList<>(2);
  private int model;
  private int attempts;
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
    this.prompt = new Prompt(call.request(), call.tenant());
    this.models = models;
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
    return prompt.tokens() + expectedOutput();
  }

  @Override
  public synchronized Needs needs() {
    return new Needs(call.operation(), pinned(), tried, refusedBy);
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

  void abandon() {
    cancel(GONE);
  }

  synchronized String model() {
    return models.get(model);
  }

  Answer answer() {
    return answer;
  }

  Prompt prompt() {
    return prompt;
  }

  boolean pinned() {
    return call.terms().pinned();
  }

  /** How many tokens the answer may have, as far as one can know. */
  long expectedOutput() {
    int most = call.request().facts().maxOutput();
    return most == 0 ? Router.USUAL_OUTPUT : Math.min(most, Router.USUAL_OUTPUT);
  }

  /**
   * Whether this call must not go there again: the node has had it, or the account has refused it.
   */
  synchronized boolean refusedBy(Node node, Account account) {
    return tried.contains(node) || refusedBy.contains(account);
  }

  /** Whether {@code account} has an attempt of this call, beside which it must not get another. */
  synchronized boolean runsOn(Account account) {
    return running.stream().anyMatch(attempt -> attempt.place().account() == account);
  }

  synchronized int attempts() {
    return attempts;
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
    Failure told;
    synchronized (this) {
      if (over || !running.isEmpty()) {
        return;
      }
      over = true;
      told = cancelled == null ? why : cancelled;
    }
    answer.fail(told);
  }

  /** First content has come for {@code attempt}; whether it may write the answer. */
  boolean first(RoutedAttempt attempt, long firstContent) {
    List<RoutedAttempt> losers;
    synchronized (this) {
      if (winner != null || attempt.movedOn()) {
        return false;
      }
      winner = attempt;
      losers = new ArrayList<>(running);
      losers.remove(attempt);
    }
    if (firstContent >= 0) {
      router.firstContent(attempt, firstContent);
    }
    losers.forEach(loser -> loser.cancel(Router.FASTER));
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

  void ended(RoutedAttempt attempt, Outcome outcome) {
    router.ended(attempt, outcome);
    boolean last;
    boolean wanted;
    synchronized (this) {
      running.remove(attempt);
      last = running.isEmpty();
      wanted = cancelled == null;
      over |= winner == attempt;
      if (outcome.kind() == Kind.FAILED || outcome.kind() == Kind.TIMED_OUT) {
        failed.add(attempt.place().node());
      }
      if (outcome.status() == Account.LIMIT_STATUS) {
        refusedBy.add(attempt.place().account());
      }
    }
    if (!last || gone()) {
      return;
    }
    // Who moves an attempt on has paid for the next one.
    boolean moved = attempt.movedOn() && outcome.kind() == Kind.CANCELLED;
    Failure why = outcome.failure().retryAfter(outcome.notBefore());
    boolean unserved = wanted && (moved || outcome.retryable());
    if (unserved && goesOn() && (moved || router.mayTryAgain(this))) {
      router.again(this);
    } else {
      finish(why);
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
    if (over || cancelled != null || model + 1 >= models.size()) {
      return false;
    }
    model++;
    // Busy for one model is not busy for another; a node that has failed has failed.
    tried.retainAll(failed);
    refusedBy.clear();
    return true;
  }

  /** Begins an attempt in {@code place}; {@code beside} another, or while none is under way. */
  private void start(Place place, boolean beside) {
    RoutedAttempt attempt;
    synchronized (this) {
      if (over || cancelled != null || winner != null || running.isEmpty() == beside) {
        attempt = null;
      } else {
        tried.add(place.node());
        // Leads to nothing that waits or calls back.
        attempt = router.attempt(this, place, ++attempts);
        running.add(attempt);
      }
    }
    if (attempt == null) {
      router.giveBack(place);
      finish(GONE);
    } else {
      router.start(attempt, fallback(place));
    }
  }

  private String fallback(Place place) {
    return place.model().equals(models.get(0)) ? null : place.model();
  }
}
