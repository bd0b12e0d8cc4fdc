package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_BUSY;

import io.tidegate.admission.Sample;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What an attempt teaches: the node's health, the limits, the breaker, the account, the speed and
 * the bill each learn from one outcome.
 *
 * <p>Thread-safe.
 */
final class Lessons {

  static final Failure SILENT =
      Failure.of(UPSTREAM_BUSY, "All nodes for this model are busy at the moment.");

  private static final Logger LOG = System.getLogger(Lessons.class.getName());

  private final Pool pool;
  private final Placer placer;
  private final OutlierDetector detector;

  Lessons(Pool pool, Placer placer, OutlierDetector detector) {
    this.pool = pool;
    this.placer = placer;
    this.detector = detector;
  }

  void firstContent(RoutedAttempt attempt, long nanos, long now) {
    attempt.placement().firstContent(now);
    attempt.place().serving().firstContent(attempt, nanos, now);
  }

  void ended(RoutedAttempt attempt, Outcome outcome, long now) {
    Place place = attempt.place();
    // A 429 is about the account, wherever it was met.
    boolean ofAccount = outcome.status() == Account.LIMIT_STATUS;
    if (!ofAccount) {
      place.serving().limiter().observe(sample(attempt, outcome, place.modelInFlight()));
    }
    place
        .account()
        .observe(
            outcome,
            place.node().own(place.model()),
            sample(attempt, outcome, place.accountInFlight()));
    place.permit().close();
    attempt.placement().ended(outcome, now);
    placer.settle(place, outcome.usage(), outcome.delivered(), now);
    if (ofAccount) {
      place.serving().breaker().released(place.probe());
    } else {
      detector.observe(place.node(), outcome, now);
      judge(place, outcome, now);
    }
  }

  /** A place was given back without an attempt. */
  void unused(Place place, long now) {
    place.permit().close();
    place.serving().breaker().released(place.probe());
    placer.settle(place, Usage.NONE, false, now);
  }

  /**
   * A node leaves attempts without content; whether they should go elsewhere. Never for the last
   * node: waiting is then all one can do.
   */
  boolean stalled(Node node, String model, Serving serving, long now) {
    if (!another(node, model, now)) {
      return false;
    }
    if (serving.closed(now)) {
      serving.breaker().trip(now, "no content comes");
      LOG.log(Level.WARNING, "breaker of {0} at {1} is open: no content comes", model, node.name());
    }
    return true;
  }

  private void judge(Place place, Outcome outcome, long now) {
    Breaker breaker = place.serving().breaker();
    switch (outcome.kind()) {
      case COMPLETED -> breaker.succeeded(now, place.probe());
      case BUSY -> {
        // Busy with more than one call means that the limit is too high, which it learns by itself.
        if (place.probe() || place.serving().limiter().limit() == 1) {
          bad(place, now);
        }
      }
      case FAILED -> bad(place, now);
      case TIMED_OUT -> {
        // A call that ran out of its own time says nothing about the node.
        if (outcome.failure().code() == DEADLINE_EXCEEDED) {
          breaker.released(place.probe());
        } else {
          bad(place, now);
        }
      }
      case CANCELLED -> {
        if (outcome.failure().equals(SILENT)) {
          breaker.failed(now, place.probe());
        } else {
          breaker.released(place.probe());
        }
      }
      case REJECTED -> breaker.released(place.probe());
    }
  }

  private void bad(Place place, long now) {
    if (place.probe() || another(place.node(), place.model(), now)) {
      place.serving().breaker().failed(now, place.probe());
    }
  }

  /** Whether a node beside {@code node} can take the calls for {@code model}. */
  private boolean another(Node node, String model, long now) {
    for (Node other : pool.serving(model)) {
      if (other != node
          && other.usable()
          && placer.account(other).usable()
          && placer.closed(other, model, now)) {
        return true;
      }
    }
    return false;
  }

  /** What a limit learns: from times only where it is known how much the node had to compute. */
  private static Sample sample(RoutedAttempt attempt, Outcome outcome, int inFlightAtStart) {
    Sample sample = Sample.of(outcome, inFlightAtStart, attempt.started(), -1, attempt.stream());
    boolean comparable = outcome.status() < 400 && outcome.usage().cached() >= 0;
    return comparable ? sample : sample.withoutTimes();
  }
}
