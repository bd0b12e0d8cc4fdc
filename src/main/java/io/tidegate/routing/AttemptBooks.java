package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.balancing.PlacedWork;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.tracing.Span;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The books of attempts: opened at the start, closed at the end, when all who learn from an attempt
 * hear of it and its place is free again.
 *
 * <p>Thread-safe; never blocks.
 */
final class AttemptBooks {

  private final Placer placer;
  private final Strategies strategies;
  private final Admission admission;
  private final OutcomeFeedback feedback;
  private final Retries retries;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final AttemptMetrics shown;
  private volatile UsageMeter meter = (call, model, number, outcome) -> {};
  private final AtomicInteger turn = new AtomicInteger();

  /** Those who hear of attempts. */
  record Parts(
      Placer placer,
      Strategies strategies,
      Admission admission,
      OutcomeFeedback feedback,
      Retries retries) {}

  AttemptBooks(Parts parts, LongSupplier clock, Metrics metrics) {
    this.placer = parts.placer();
    this.strategies = parts.strategies();
    this.admission = parts.admission();
    this.feedback = parts.feedback();
    this.retries = parts.retries();
    this.clock = clock;
    this.metrics = metrics;
    this.shown = new AttemptMetrics(metrics);
  }

  /** Tells {@code listener} of each attempt that ends from now on, instead of another. */
  void tell(UsageMeter listener) {
    meter = listener;
  }

  /**
   * An attempt of {@code call} begins in {@code place}. Leads to nothing that waits or calls back.
   *
   * @param number counts the attempts of the call, from 1
   * @param beside whether another attempt of the call is under way
   */
  AttemptStart began(Routable call, Place place, int number, boolean beside) {
    long now = clock.getAsLong();
    if (placer.away(place)) {
      String tier = place.node().spec().tier().label();
      metrics.counter(Metric.SPILLED, place.model(), tier).increment();
    }
    if (number == 1) {
      retries.asked(now);
    }
    admission.began(place.model());
    boolean stream = call.call().stream();
    PlacedWork work = strategies.placed(place.model(), place.node(), call.prompt(), stream, now);
    Span span = AttemptSpan.begin(call.call(), place, number, beside);
    boolean beta = call.call().request().facts().beta();
    return new AttemptStart(place, work, stream, beta, number, now, span);
  }

  /**
   * An attempt has ended; its place is free from now on.
   *
   * @param accepted whether its node had begun to reply with a success
   * @return what is to be decided, or null
   */
  Charge ended(Routable call, AttemptStart start, Outcome outcome, boolean accepted) {
    Place place = start.place();
    long now = clock.getAsLong();
    Charge charge = feedback.ended(start, outcome, now);
    boolean served = outcome.kind() == Outcome.Kind.COMPLETED && !outcome.refusedMidway();
    try {
      admission.ended(place.model(), now - start.time(), served);
      AttemptSpan.end(start.span(), outcome);
      shown.ended(call.call().operation(), place, outcome, accepted);
      meter.used(call.call(), place.model(), start.number(), outcome);
    } finally {
      // Whatever goes wrong in the books, those who wait are told of the place.
      freed(place);
    }
    return charge;
  }

  /** Gives back a place that no attempt was made in. */
  void giveBack(Place place) {
    feedback.unused(place, clock.getAsLong());
    freed(place);
  }

  /** Decides who is at fault for what has gone wrong with {@code call}. */
  void settle(Routable call, Testimony testimony) {
    List<Charge> charges = testimony.settle();
    int refusals = testimony.settleRefusals();
    long now = clock.getAsLong();
    if (refusals > 0) {
      retries.untaken(call, refusals, testimony.ruling(), now);
    }
    if (!charges.isEmpty()) {
      Charge.Ruling ruling = retries.heard(call, testimony.ruling(), now);
      feedback.settle(call.model(), charges, ruling, now);
    }
  }

  /** A place at a node is a place for each model it serves; each is first in its turn. */
  private void freed(Place place) {
    Map<String, String> served = place.node().models();
    if (served.size() == 1 && served.containsKey(place.model())) {
      admission.freed(place.model());
      return;
    }
    List<String> models = List.copyOf(served.keySet());
    if (!models.contains(place.model())) {
      admission.freed(place.model());
    }
    int first = models.size() < 2 ? 0 : Math.floorMod(turn.getAndIncrement(), models.size());
    for (int i = 0; i < models.size(); i++) {
      admission.freed(models.get((first + i) % models.size()));
    }
  }
}
