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

  /** Apart, so that a tenant's prompts that nobody takes cost its other calls no second attempt. */
  private final SecondOpinions takers = new SecondOpinions();

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
  boolean mayTryAgain(Routable call, long now) {
    return left(call, now) && budget.tryRetry(now);
  }

  /** The same for one that a node has failed or refused, perhaps because of what it asks. */
  boolean mayAskAnother(Routable call, long now) {
    return opinions.worthwhile(call, now) && mayTryAgain(call, now);
  }

  /** The same for one that a node or an account does not take, though another may. */
  boolean mayAskForTaker(Routable call, long now) {
    return takers.worthwhile(call, now) && mayTryAgain(call, now);
  }

  /** Learns what came of {@code call}, which so many nodes did not take. */
  void untaken(Routable call, int refusals, Ruling ruling, long now) {
    if (ruling == Ruling.SERVED) {
      takers.heard(call, true, now);
    } else if (refusals > 1 || ruling == Ruling.REFUSED) {
      takers.heard(call, false, now);
    }
  }

  /** A second node has failed or refused {@code call}, too. */
  void askedInVain(Routable call, long now) {
    opinions.heard(call, false, now);
  }

  /**
   * Learns what came of a call that had failed at a node.
   *
   * @return {@code ruling}, or that the call is at fault if those of its kind have always been
   */
  Ruling heard(Routable call, Ruling ruling, long now) {
    if (ruling == Ruling.UNSERVED) {
      return opinions.worthwhile(call, now) ? ruling : Ruling.REFUSED;
    }
    opinions.heard(call, ruling == Ruling.SERVED, now);
    return ruling;
  }

  /** Whether a second attempt may run beside the first, if a place is found for it. */
  boolean mayHedge(Routable call, double saturation, long now) {
    return left(call, now)
        && saturation <= config.hedging().maxSaturation()
        && hedges.balance(now) >= 1
        && budget.balance(now) >= 1;
  }

  /** Pays for a second attempt that has its place; false if somebody else was faster. */
  boolean payForHedge(long now) {
    return hedges.tryRetry(now) && budget.tryRetry(now);
  }

  /** Does {@code next} after the pause that is due before an attempt after {@code tries} others. */
  void afterPause(int tries, Runnable next) {
    if (tries < 2) {
      next.run();
    } else {
      long longest = FIRST_PAUSE << Math.min(tries - 2, MOST_DOUBLINGS);
      timer.after(random.nextLong(longest), next);
    }
  }

  /** Whether a call with a prompt of so many tokens may get a second attempt beside its first. */
  boolean hedges(long promptTokens) {
    return config.hedging().enabled() && promptTokens <= config.hedging().maxPromptTokens();
  }

  /** Does {@code hedge} when most attempts that began like this one would have had content. */
  void hedgeLater(AttemptStart start, Runnable hedge, long now) {
    OptionalLong usual = start.place().serving().usualWait(start.stream(), now);
    if (usual.isPresent()) {
      timer.after(usual.getAsLong(), hedge);
    }
  }

  double balance(long now) {
    return budget.balance(now);
  }

  private boolean left(Routable routed, long now) {
    Call call = routed.call();
    int mine = Math.max(1, maxAttempts - call.terms().retries());
    return routed.tries() < mine && !call.deadline().passed(now);
  }
}
