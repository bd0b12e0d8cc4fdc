package io.tidegate.routing;

import io.tidegate.admission.Admission;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.balancing.Strategies;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.upstream.Upstream;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Serves calls by attempts at nodes, within one budget of attempts and one deadline.
 *
 * <p>A busy, failed or silent attempt goes on to another node as long as nothing was delivered.
 * Thread-safe; never blocks.
 */
public final class Router {

  private final Pool pool;
  private final Placer placer;
  private final Retries retries;
  private final Relief relief;
  private final RoutedCall.Parts parts;
  private final LongSupplier clock;

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
    this.retries = parts.retries();
    this.relief =
        new Relief(new Relief.Parts(pool, placer, parts.lessons(), retries, parts.silent()), clock);
    this.clock = clock;
    AttemptBooks books =
        new AttemptBooks(
            new AttemptBooks.Parts(
                placer, parts.strategies(), parts.admission(), parts.lessons(), retries),
            clock,
            metrics);
    SecondAttempts more = new SecondAttempts(placer, retries, books, clock, metrics);
    this.parts =
        new RoutedCall.Parts(
            placer,
            retries,
            parts.lessons(),
            more,
            relief,
            books,
            parts.admission(),
            parts.upstream(),
            clock);
  }

  /**
   * Prepares {@code call} for its way into {@code answer}, which always ends: now, if no node can
   * serve it, else after admission has let it in.
   */
  public RoutedCall route(Call call, Answer answer) {
    List<String> models = models(call.model());
    RoutedCall routed = new RoutedCall(parts, call, models, answer);
    Failure hopeless = hopeless(routed, models);
    if (hopeless != null) {
      routed.finish(hopeless);
    } else {
      answer.onAbandoned(() -> routed.cancel(Failure.CLIENT_LEFT));
    }
    return routed;
  }

  /** Tells {@code meter} of what each attempt has used from now on, instead of another. */
  public void tell(UsageMeter meter) {
    parts.books().tell(meter);
  }

  /** The model that serves calls for {@code model}, aliases resolved. */
  public String resolve(String model) {
    return pool.resolve(model);
  }

  /**
   * The model that serves calls for {@code model}, aliases resolved, or for which others are
   * configured; null for a name of neither, which a client may have made up.
   */
  public String offered(String model) {
    String resolved = pool.resolve(model);
    boolean known = !pool.serving(resolved).isEmpty() || !retries.fallbacks(resolved).isEmpty();
    return known ? resolved : null;
  }

  /**
   * The model to which calls for {@code model} go now: where none of its nodes can be given calls,
   * the first of those that may take its place and have such a node.
   */
  public String standIn(String model) {
    List<String> models = models(model);
    for (String each : models) {
      if (pool.serving(each).stream().anyMatch(Node::usable)) {
        return each;
      }
    }
    return models.get(0);
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
    if (!pool.complete()) {
      return false;
    }
    for (String model : models) {
      if (!pool.serving(model).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private boolean unspoken(RoutedCall routed, List<String> models) {
    return pool.complete() && placer.prospects().unspoken(routed.call(), models);
  }

  private List<String> models(String model) {
    String first = pool.resolve(model);
    List<String> others = retries.fallbacks(first);
    return others.isEmpty()
        ? List.of(first)
        : Stream.concat(Stream.of(first), others.stream().map(pool::resolve)).toList();
  }

  private Failure hopeless(RoutedCall routed, List<String> models) {
    long now = clock.getAsLong();
    if (unserved(models)) {
      return Hopeless.unknown(routed.call().model());
    }
    if (unspoken(routed, models)) {
      return placer.prospects().unspoken(routed.call(), models, now);
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

  /** Moves attempts away from nodes that are busy under a 200; to be called ten times a second. */
  public void watch() {
    relief.watch();
  }
}
