package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.RoutedAttempt.Beginning;
import io.tidegate.routing.balancing.PlacedWork;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.tracing.Span;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Serves calls by attempts at nodes, within one budget of attempts and one deadline.
 *
 * <p>A busy, failed or silent attempt goes on to another node as long as nothing was delivered.
 * Thread-safe; never blocks.
 */
public final class Router {

  private static final Logger LOG = System.getLogger(Router.class.getName());

  private final Pool pool;
  private final Placer placer;
  private final Strategies strategies;
  private final Upstream upstream;
  private final Admission admission;
  private final OutcomeFeedback lessons;
  private final Retries retries;
  private final Relief relief;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final TokenMetrics used;
  private final SilentAttempts silent;
  private final AtomicInteger turn = new AtomicInteger();

  /** What a router works with. */
  record Parts(
      Pool pool,
      Placer placer,
      Strategies strategies,
      Upstream upstream,
      Admission admission,
      OutcomeFeedback lessons,
      Retries retries,
      SilentAttempts silent) {}

  Router(Parts parts, LongSupplier clock, Metrics metrics) {
    this.pool = parts.pool();
    this.placer = parts.placer();
    this.strategies = parts.strategies();
    this.upstream = parts.upstream();
    this.admission = parts.admission();
    this.lessons = parts.lessons();
    this.retries = parts.retries();
    this.silent = parts.silent();
    this.relief = new Relief(pool, placer, lessons, retries, silent);
    this.clock = clock;
    this.metrics = metrics;
    this.used = new TokenMetrics(metrics);
  }

  /**
   * Prepares {@code call} for its way into {@code answer}, which always ends: now, if no node can
   * serve it, else after admission has let it in.
   */
  public RoutedCall route(Call call, Answer answer) {
    List<String> models = models(call.model());
    RoutedCall routed = new RoutedCall(this, call, models, answer);
    Failure hopeless = hopeless(routed, models);
    if (hopeless != null) {
      routed.finish(hopeless);
    } else {
      answer.onAbandoned(() -> routed.cancel(Failure.CLIENT_LEFT));
    }
    return routed;
  }

  /** The model that serves calls for {@code model}, aliases resolved. */
  public String resolve(String model) {
    return pool.resolve(model);
  }

  /** The share of the places at the nodes for {@code model} that is taken, 0 to 1. */
  public double saturation(String model) {
    return placer.saturation(model);
  }

  /** Whether it is certain that no node serves {@code model}, or what may take its place. */
  public boolean refuses(String model) {
    return unserved(models(model));
  }

  /** What {@link #refuses} calls for {@code model} are told. */
  public Failure unknown(String model) {
    return Hopeless.unknown(model);
  }

  private boolean unserved(List<String> models) {
    return pool.complete() && models.stream().allMatch(model -> pool.serving(model).isEmpty());
  }

  private List<String> models(String model) {
    String first = pool.resolve(model);
    Stream<String> others = retries.fallbacks(first).stream().map(pool::resolve);
    return Stream.concat(Stream.of(first), others).toList();
  }

  private Failure hopeless(RoutedCall routed, List<String> models) {
    long now = clock.getAsLong();
    if (unserved(models)) {
      return Hopeless.unknown(routed.call().model());
    }
    if (routed.call().deadline().passed(now)) {
      return Hopeless.TOO_LATE;
    }
    if (!routed.goesOn()) {
      return placer.prospects().excuse(routed, now);
    }
    long alone = placer.alone(routed);
    // Twice, since the fastest that was seen need not be the fastest there is.
    return alone > 2 * routed.call().deadline().remaining(now) ? Hopeless.unreachable(alone) : null;
  }

  Place place(RoutedCall call, long expectedWait) {
    long now = clock.getAsLong();
    // The deadline may have passed in a pause, or in the queue of a model before.
    return call.call().deadline().passed(now) ? null : placer.place(call, expectedWait, now);
  }

  /** A place for an attempt beside the first of {@code call}, which is then paid for; or null. */
  Place hedgePlace(RoutedCall call) {
    long now = clock.getAsLong();
    boolean may = retries.mayHedge(call, placer.saturation(call.model()), now);
    Place place = may ? placer.place(call, 0, now) : null;
    if (place == null) {
      return null;
    }
    if (!retries.payForHedge(now)) {
      giveBack(place);
      return null;
    }
    metrics.counter(Metric.HEDGES, call.model()).increment();
    return place;
  }

  /** Whether any node may serve {@code call} for as long as it can wait. */
  boolean promises(RoutedCall call) {
    long now = clock.getAsLong();
    return placer.prospects().promise(call, now + admission.patience(call.call(), now));
  }

  /** Why it is in vain for {@code call} to wait until {@code until}; null if that is not known. */
  Failure inVain(RoutedCall call, long until) {
    return placer.prospects().inVain(call, until, clock.getAsLong());
  }

  /** Whether the call of {@code attempt}, which ended with {@code outcome}, may go on. */
  boolean mayTryAgain(RoutedAttempt attempt, Outcome outcome) {
    long now = clock.getAsLong();
    RoutedCall call = attempt.call();
    boolean lacking = !attempt.place().serving().offering().open(now);
    if (outcome.kind() == Outcome.Kind.UNSUPPORTED && lacking) {
      // It was not known before and will be from now on, so that it costs no more than this once.
      call.misdirected();
      return true;
    }
    return outcome.accuses() ? retries.mayAskAnother(call, now) : retries.mayTryAgain(call, now);
  }

  void askedInVain(RoutedCall call) {
    retries.askedInVain(call, clock.getAsLong());
  }

  /** Decides who is at fault for what has gone wrong with {@code call}. */
  void settle(RoutedCall call, Testimony testimony) {
    List<Charge> charges = testimony.settle();
    if (!charges.isEmpty()) {
      long now = clock.getAsLong();
      Charge.Ruling ruling = retries.heard(call, testimony.ruling(), now);
      lessons.settle(call.model(), charges, ruling, now);
    }
  }

  /** Sends {@code call} to a node again: at once where there is a place, else by the queue. */
  void again(RoutedCall call) {
    metrics.counter(Metric.RETRIES, call.model()).increment();
    retries.afterPause(call, () -> admission.reenter(call));
  }

  void enter(RoutedCall call) {
    admission.enter(call);
  }

  void leave(RoutedCall call) {
    admission.leave(call);
  }

  RoutedAttempt attempt(RoutedCall call, Place place, int number, boolean beside) {
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
    PlacedWork placement =
        strategies.placed(place.model(), place.node(), call.prompt(), stream, now);
    Span span = AttemptSpan.begin(call, place, number, beside);
    return new RoutedAttempt(call, place, placement, new Beginning(number, now, span));
  }

  void start(RoutedAttempt attempt, String fallback) {
    RoutedCall call = attempt.call();
    Place place = attempt.place();
    Node node = place.node();
    silent.add(attempt);
    try {
      Attempt asked =
          new Attempt(
              call.call(),
              node.target(),
              node.own(place.model()),
              attempt.number(),
              call.answer(),
              fallback,
              place.model(),
              attempt.span().trace());
      attempt.runs(upstream.start(asked, attempt));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "an attempt could not be started", failure);
      attempt.stillborn();
    }
    if (attempt.number() == 1) {
      retries.hedgeLater(attempt, clock.getAsLong());
    }
  }

  /** Gives back a place that no attempt was made in. */
  void giveBack(Place place) {
    lessons.unused(place, clock.getAsLong());
    freed(place);
  }

  void firstContent(RoutedAttempt attempt, long nanos) {
    lessons.firstContent(attempt, nanos, clock.getAsLong());
  }

  /** Learns how an attempt ended; its place is free from now on. Null, or what is to be decided. */
  Charge ended(RoutedAttempt attempt, Outcome outcome) {
    Place place = attempt.place();
    long now = clock.getAsLong();
    Charge charge = lessons.ended(attempt, outcome, now);
    boolean served = outcome.kind() == Outcome.Kind.COMPLETED;
    admission.ended(place.model(), now - attempt.started(), served);
    AttemptCount.count(metrics, attempt, outcome);
    AttemptSpan.end(attempt.span(), outcome);
    used.count(attempt.call().call(), outcome.usage());
    freed(place);
    return charge;
  }

  /** A place at a node is a place for each model it serves; each is first in its turn. */
  private void freed(Place place) {
    List<String> models = List.copyOf(place.node().models().keySet());
    if (!models.contains(place.model())) {
      admission.freed(place.model());
    }
    int first = models.size() < 2 ? 0 : Math.floorMod(turn.getAndIncrement(), models.size());
    for (int i = 0; i < models.size(); i++) {
      admission.freed(models.get((first + i) % models.size()));
    }
  }

  /** Moves attempts away from nodes that are busy under a 200; to be called ten times a second. */
  public void watch() {
    relief.watch(clock.getAsLong());
  }

  /** Whether to leave a node that is silent to all; the next attempt is then paid for. */
  boolean mayLeave(RoutedAttempt attempt) {
    return relief.mayLeave(attempt, clock.getAsLong());
  }
}
