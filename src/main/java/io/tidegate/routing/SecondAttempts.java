package io.tidegate.routing;

import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import java.util.function.LongSupplier;

/**
 * Opens the way to attempts after a call's first: a place beside it, or a pause and then another
 * place. Thread-safe; never blocks.
 */
final class SecondAttempts {

  private final Placer placer;
  private final Retries retries;
  private final AttemptBooks books;
  private final LongSupplier clock;
  private final Metrics metrics;

  SecondAttempts(
      Placer placer, Retries retries, AttemptBooks books, LongSupplier clock, Metrics metrics) {
    this.placer = placer;
    this.retries = retries;
    this.books = books;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** A place for an attempt beside the first of {@code call}, which is then paid for; or null. */
  Place beside(Routable call) {
    long now = clock.getAsLong();
    boolean may = retries.mayHedge(call, placer.saturation(call.model()), now);
    Place place = may ? placer.place(call, 0, now) : null;
    if (place == null) {
      return null;
    }
    if (!retries.payForHedge(now)) {
      books.giveBack(place);
      return null;
    }
    metrics.counter(Metric.HEDGES, call.model()).increment();
    return place;
  }

  /** Whether an attempt went to a node of which nobody knew that it lacks the capability. */
  boolean misdirected(AttemptStart start, Outcome outcome) {
    return outcome.kind() == Kind.UNSUPPORTED
        && outcome.refuser() == null
        && !start.place().serving().offering().open(clock.getAsLong());
  }

  /** Whether an attempt of {@code call} may follow the last; it is then paid for. */
  boolean mayFollow(Routable call, Outcome last) {
    long now = clock.getAsLong();
    if (last.refuser() != null) {
      return retries.mayAskForTaker(call, now);
    }
    return last.accuses() ? retries.mayAskAnother(call, now) : retries.mayTryAgain(call, now);
  }

  /** Does {@code enter} for an attempt after another, which is paid for, once its pause is over. */
  void after(Routable call, Runnable enter) {
    metrics.counter(Metric.RETRIES, call.model()).increment();
    retries.afterPause(call.tries(), enter);
  }
}
