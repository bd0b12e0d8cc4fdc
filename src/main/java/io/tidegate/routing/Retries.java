package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.routing.Charge.Ruling;
import io.tidegate.work.Timer;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Decides about second attempts: retries, hedges and fallbacks spend from one budget.
 *
 * <p>A call has its attempts, fewer when its client has tried already by itself; all calls together
 * have a ratio. A first retry goes at once, since it goes to another node; from the second on there
 * is a pause with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS 2015).
 * Thread-safe.
 */
final class Retries {

  private static final long FIRST_PAUSE = 50_000_000;
  private static final int MOST_DOUBLINGS = 5;

  private final int maxAttempts;
  private final RetryConfig config;
  private final RetryBudget budget;
  private final RetryBudget hedges;
  private final Timer timer;
  private final RandomGenerator random;
  private final SecondOpinions opinions = new SecondOpinions();

  Retries(int maxAttempts, RetryConfig config, Timer timer, RandomGenerator random) {
    this.maxAttempts = maxAttempts;
    this.config = config;
    this.budget = new RetryBudget(config.ratio(), config.perSecond());
    this.hedges = new RetryBudget(config.hedging().ratio(), 0);
    this.timer = timer;
    this.random = random;
  }

  /** The models that may answer in place of {@code model}. */
  List<String> fallbacks(String model) {
    return config.fallbacks().getOrDefault(model, List.of());
  }

  /** A call has come, which lets further ones be retried. */
  void asked(long now) {
    budget.call(now);
    hedges.call(now);
  }

  /** Whether one more attempt may be made for {@code call}; it is then paid for. */
  boolean mayTryAgain(RoutedCall call, long now) {
    return left(call, now) && budget.tryRetry(now);
  }

  /** The same for one that a node has failed or refused, perhaps because of what it asks. */
  boolean mayAskAnother(RoutedCall call, long now) {
    return opinions.worthwhile(call, now) && mayTryAgain(call, now);
  }

  /** A second node has failed or refused {@code call}, too. */
  void askedInVain(RoutedCall call, long now) {
    opinions.heard(call, false, now);
  }

  /**
   * Learns what came of a call that had failed at a node.
   *
   * @return {@code ruling}, or that the call is at fault if those of its kind have always been
   */
  Ruling heard(RoutedCall call, Ruling ruling, long now) {
    if (ruling == Ruling.UNSERVED) {
      return opinions.worthwhile(call, now) ? ruling : Ruling.REFUSED;
    }
    opinions.heard(call, ruling == Ruling.SERVED, now);
    return ruling;
  }

  /** Whether a second attempt may run beside the first, if a place is found for it. */
  boolean mayHedge(RoutedCall call, double saturation, long now) {
    return left(call, now)
        && saturation <= config.hedging().maxSaturation()
        && hedges.balance(now) >= 1
        && budget.balance(now) >= 1;
  }

  /** Pays for a second attempt that has its place; false if somebody else was faster. */
  boolean payForHedge(long now) {
    return hedges.tryRetry(now) && budget.tryRetry(now);
  }

  /** Does {@code next} after the pause that is due before the next attempt of {@code call}. */
  void afterPause(RoutedCall call, Runnable next) {
    int retry = call.tries();
    if (retry < 2) {
      next.run();
    } else {
      long longest = FIRST_PAUSE << Math.min(retry - 2, MOST_DOUBLINGS);
      timer.after(random.nextLong(longest), next);
    }
  }

  /** Looks after {@code attempt} when most others would have had content. */
  void hedgeLater(RoutedAttempt attempt, long now) {
    RetryConfig.Hedging hedging = config.hedging();
    RoutedCall call = attempt.call();
    if (!hedging.enabled() || call.prompt().tokens() > hedging.maxPromptTokens()) {
      return;
    }
    OptionalLong usual = attempt.place().serving().usualWait(attempt.stream(), now);
    if (usual.isPresent()) {
      timer.after(usual.getAsLong(), call::hedge);
    }
  }

  double balance(long now) {
    return budget.balance(now);
  }

  private boolean left(RoutedCall routed, long now) {
    Call call = routed.call();
    int mine = Math.max(1, maxAttempts - call.terms().retries());
    return routed.tries() < mine && !call.deadline().passed(now);
  }
}
