package io.tidegate.routing;

import static io.tidegate.exchange.ErrorCode.DEADLINE_EXCEEDED;
import static io.tidegate.exchange.ErrorCode.DEADLINE_UNREACHABLE;
import static io.tidegate.exchange.ErrorCode.MODEL_NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static io.tidegate.exchange.ErrorCode.UPSTREAM_TIMEOUT;

import io.tidegate.admission.Admission;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.metrics.MetricNames;
import io.tidegate.metrics.Metrics;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Serves calls by attempts at nodes, within one budget of attempts and one deadline.
 *
 * <p>A busy, failed or silent attempt goes on to another node as long as nothing was delivered.
 * Thread-safe; never blocks.
 */
public final class Router {

  /** What an answer is taken to cost before it is known, in tokens. */
  static final int USUAL_OUTPUT = 256;

  static final Failure FASTER =
      Failure.of(UPSTREAM_TIMEOUT, "Another attempt of the call was faster.");

  private static final Failure NOBODY =
      Failure.of(NO_NODE_AVAILABLE, "Every node for this model is out of service.");
  private static final Failure TOO_LATE =
      Failure.of(DEADLINE_EXCEEDED, "The call's deadline passed before a node was asked.");

  private final Pool pool;
  private final Placer placer;
  private final Strategies strategies;
  private final Upstream upstream;
  private final Admission admission;
  private final Lessons lessons;
  private final Retries retries;
  private final LongSupplier clock;
  private final Metrics metrics;
  private final TokensUsed used;
  private final AtomicInteger turn = new AtomicInteger();

  /** What a router works with. */
  record Parts(
      Pool pool,
      Placer placer,
      Strategies strategies,
      Upstream upstream,
      Admission admission,
      Lessons lessons,
      Retries retries) {}

  Router(Parts parts, LongSupplier clock, Metrics metrics) {
    this.pool = parts.pool();
    this.placer = parts.placer();
    this.strategies = parts.strategies();
    this.upstream = parts.upstream();
    this.admission = parts.admission();
    this.lessons = parts.lessons();
    this.retries = parts.retries();
    this.clock = clock;
    this.metrics = metrics;
    this.used = new TokensUsed(metrics);
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
      answer.onAbandoned(routed::abandon);
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

  private boolean unserved(List<String> models) {
    return pool.complete() && models.stream().allMatch(model -> pool.serving(model).isEmpty());
  }

  private List<String> models(String model) {
    List<String> models = new ArrayList<>();
    models.add(pool.resolve(model));
    retries.fallbacks(models.get(0)).forEach(other -> models.add(pool.resolve(other)));
    return models;
  }

  private Failure hopeless(RoutedCall routed, List<String> models) {
    long now = clock.getAsLong();
    if (unserved(models)) {
      return unknown(routed.call().model());
    }
    if (routed.call().deadline().passed(now)) {
      return TOO_LATE;
    }
    if (!routed.goesOn()) {
      return nobody(routed, now);
    }
    long alone = placer.alone(routed);
    // Twice, since the fastest that was seen need not be the fastest there is.
    return alone > 2 * routed.call().deadline().remaining(now) ? unreachable(alone) : null;
  }

  Place place(RoutedCall call, long expectedWait) {
    long now = clock.getAsLong();
    // The deadline may have passed in a pause, or in the queue of a model before.
    return call.call().deadline().passed(now) ? null : placer.place(call, expectedWait, now);
  }

  Place hedgePlace(RoutedCall call) {
    long now = clock.getAsLong();
    if (!retries.mayHedge(call, placer.saturation(call.model()), now)) {
      return null;
    }
    Place place = placer.place(call, 0, now);
    if (place != null) {
      metrics.counter(MetricNames.HEDGES, "model", call.model()).increment();
    }
    return place;
  }

  /** Whether any node may serve {@code call} for as long as it can wait. */
  boolean promises(RoutedCall call) {
    long now = clock.getAsLong();
    return placer.promises(call, now + admission.patience(call.call(), now));
  }

  boolean mayTryAgain(RoutedCall call) {
    return retries.mayTryAgain(call, clock.getAsLong());
  }

  /** Sends {@code call} to a node again: at once where there is a place, else by the queue. */
  void again(RoutedCall call) {
    metrics.counter(MetricNames.RETRIES, "model", call.model()).increment();
    retries.afterPause(call, () -> admission.reenter(call));
  }

  void enter(RoutedCall call) {
    admission.enter(call);
  }

  void leave(RoutedCall call) {
    admission.leave(call);
  }

  RoutedAttempt attempt(RoutedCall call, Place place, int number) {
    long now = clock.getAsLong();
    if (placer.away(place)) {
      String tier = place.node().spec().tier().label();
      metrics.counter(MetricNames.SPILLED, "model", place.model(), "tier", tier).increment();
    }
    if (number == 1) {
      retries.asked(now);
    }
    admission.began(place.model());
    boolean stream = call.call().stream();
    Placement placement =
        strategies.placed(place.model(), place.node(), call.prompt(), stream, now);
    return new RoutedAttempt(call, place, number, placement, now);
  }

  void start(RoutedAttempt attempt, String fallback) {
    RoutedCall call = attempt.call();
    Place place = attempt.place();
    Node node = place.node();
    place.serving().began(attempt);
    attempt.runs(
        upstream.start(
            new Attempt(
                call.call(),
                node.target(),
                node.own(place.model()),
                attempt.number(),
                call.answer(),
                fallback),
            attempt));
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

  /** Learns how an attempt ended; its place is free from now on. */
  void ended(RoutedAttempt attempt, Outcome outcome) {
    Place place = attempt.place();
    long now = clock.getAsLong();
    lessons.ended(attempt, outcome, now);
    boolean served = outcome.kind() == Outcome.Kind.COMPLETED;
    admission.ended(place.model(), now - attempt.started(), served);
    metrics
        .counter(
            MetricNames.ATTEMPTS, "node", place.node().name(), "outcome", outcome.kind().label())
        .increment();
    used.count(attempt.call().call(), outcome.usage());
    freed(place);
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
    long now = clock.getAsLong();
    for (Node node : pool.nodes()) {
      node.servings().forEach((model, serving) -> relieve(node, model, serving, now));
    }
  }

  private void relieve(Node node, String model, Serving serving, long now) {
    List<RoutedAttempt> stalled = serving.stalled(now);
    if (stalled.isEmpty() || !lessons.stalled(node, model, serving, now)) {
      return;
    }
    for (RoutedAttempt attempt : stalled) {
      if (promises(attempt.call()) && mayTryAgain(attempt.call())) {
        attempt.moveOn(Lessons.SILENT);
      }
    }
  }

  /**
   * Nodes that rest are no reason to let anybody wait in vain, but it is known when they are back.
   */
  private Failure nobody(RoutedCall routed, long now) {
    long back = placer.backIn(routed, now);
    return back <= 0 ? NOBODY : Lessons.SILENT.retryAfter(Duration.ofNanos(back));
  }

  private static Failure unreachable(long alone) {
    return Failure.of(
        DEADLINE_UNREACHABLE,
        "An idle node would need about "
            + Math.max(1, alone / 1_000_000_000)
            + " s for this prompt, longer than the call's deadline. It has to run as a job, with"
            + " nobody waiting.");
  }

  private static Failure unknown(String model) {
    return Failure.ofParam(
        MODEL_NOT_FOUND,
        "model",
        "The model '" + shortened(model) + "' does not exist. GET /v1/models lists what does.");
  }

  private static String shortened(String model) {
    return model.length() <= 100 ? model : model.substring(0, 100) + "...";
  }
}
