package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.CLIENT_CLOSED;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.util.HashSet;
import java.util.Set;

/**
 * One call on its way from node to node.
 *
 * <p>INVARIANT: at most one attempt is under way, and none begins after the call was cancelled.
 */
public final class RoutedCall {

  private static final Failure GONE =
      Failure.of(CLIENT_CLOSED, "The client closed the connection.");

  private final Router router;
  private final Call call;
  private final String model;
  private final Answer answer;
  private final Set<Node> tried = new HashSet<>(4);

  private int attempts;
  private Upstream.Running running;
  private Failure cancelled;

  RoutedCall(Router router, Call call, String model, Answer answer) {
    this.router = router;
    this.call = call;
    this.model = model;
    this.answer = answer;
  }

  /** Ends the call now; its answer ends with {@code why}. */
  public void cancel(Failure why) {
    Upstream.Running current;
    synchronized (this) {
      cancelled = cancelled == null ? why : cancelled;
      current = running;
    }
    if (current != null) {
      current.cancel(why);
    }
  }

  String model() {
    return model;
  }

  void abandon() {
    cancel(GONE);
  }

  void next() {
    attempt(Router.allTaken());
  }

  /** Starts the next attempt, or ends the call with {@code last} when there is no place for one. */
  private void attempt(Failure last) {
    Place place = cancelledFor() == null ? router.place(model, tried).orElse(null) : null;
    if (place == null) {
      Failure why = cancelledFor();
      answer.fail(why == null ? last : why);
      return;
    }
    tried.add(place.node());
    int number = begin();
    Attempt attempt =
        new Attempt(
            call,
            place.node().target(),
            place.node().models().getOrDefault(model, model),
            number,
            answer);
    under(router.start(attempt, place, this::ended), number);
  }

  private synchronized int begin() {
    running = null;
    return ++attempts;
  }

  /** Remembers what to cancel, unless the attempt has ended and another begun meanwhile. */
  private void under(Upstream.Running started, int number) {
    Failure why;
    synchronized (this) {
      if (number != attempts) {
        return;
      }
      running = started;
      why = cancelled;
    }
    if (why != null) {
      started.cancel(why);
    }
  }

  private void ended(Outcome outcome) {
    if (outcome.delivered() || outcome.failure() == null) {
      return;
    }
    Failure why = outcome.failure().retryAfter(outcome.notBefore());
    if (outcome.retryable() && router.mayTryAgain(call, attempts)) {
      attempt(why);
    } else {
      answer.fail(why);
    }
  }

  private synchronized Failure cancelledFor() {
    return cancelled;
  }
}
