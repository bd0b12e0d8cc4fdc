package io.tidegate;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Usage;
import io.tidegate.quotas.Quotas;
import io.tidegate.routing.UsageMeter;
import io.tidegate.usage.Money;
import io.tidegate.usage.Prices;
import io.tidegate.usage.TokenEstimates;
import io.tidegate.usage.Tokens;
import io.tidegate.usage.UsageLedger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Counts what calls use: for the bill, and against the quotas. Of the gateway's own calls nothing
 * is counted.
 *
 * <p>Thread-safe; never blocks.
 */
final class CallMeter implements UsageMeter {

  /** Twice what the longest context of any model takes. */
  private static final long MOST_TOKENS = 20_000_000;

  private final Quotas quotas;
  private final UsageLedger ledger;
  private final Prices prices;
  private final TokenEstimates estimates = new TokenEstimates();
  private final InstantSource wall;
  private final Consumer<Tokens> shown;

  /**
   * Counts in {@code ledger} and {@code quotas} what costs as {@code prices} say.
   *
   * @param shown is told of all tokens that are counted; it must not block
   */
  CallMeter(
      Quotas quotas,
      UsageLedger ledger,
      Prices prices,
      InstantSource wall,
      Consumer<Tokens> shown) {
    this.shown = requireNonNull(shown, "shown");
    this.quotas = requireNonNull(quotas, "quotas");
    this.ledger = requireNonNull(ledger, "ledger");
    this.prices = requireNonNull(prices, "prices");
    this.wall = requireNonNull(wall, "wall");
  }

  /** Counts nothing, for what is tested without it. */
  static CallMeter none() {
    return new CallMeter(
        Quotas.none(),
        new UsageLedger(),
        Prices.NONE,
        InstantSource.fixed(Instant.EPOCH),
        tokens -> {});
  }

  /** The quotas against which is counted. */
  Quotas quotas() {
    return quotas;
  }

  /** Reserves what {@code call} may use of {@code model}; why it may not, or null. */
  Failure reserve(Call call, String model) {
    if (!quotas.limits(call.tenant())) {
      return null;
    }
    Tokens expected = estimates.of(call.request(), model);
    long cost = prices.at(model, wall.instant()).of(expected);
    return quotas.reserve(call, model, expected.sum(), Money.nano(cost));
  }

  /** Gives back what is still reserved for {@code call}. */
  void release(Call call) {
    quotas.release(call);
  }

  /** {@code call} for {@code model} was answered without a node. */
  void hit(Call call, String model) {
    if (!call.tenant().equals(TenantId.GATEWAY)) {
      ledger.hit(UsageLedger.bill(call.tenant(), call.terms().key(), model, wall.instant()));
    }
  }

  @Override
  public void used(Call call, String model, int number, Outcome outcome) {
    if (call.tenant().equals(TenantId.GATEWAY)) {
      return;
    }
    Tokens tokens = tokens(call, model, outcome);
    // What it costs depends on when it was asked.
    Instant time = wall.instant().minusNanos(outcome.timings().total());
    long cost = prices.at(model, time).of(tokens);
    ledger.used(
        UsageLedger.bill(call.tenant(), call.terms().key(), model, time),
        number == 1 ? 1 : 0,
        tokens,
        cost);
    if (tokens.sum() > 0) {
      shown.accept(tokens);
      quotas.charge(call, model, tokens.sum(), Money.nano(cost));
    }
    if (outcome.delivered()) {
      quotas.release(call);
    }
  }

  /** What was told, and where that is missing what can be known of it. */
  private Tokens tokens(Call call, String model, Outcome outcome) {
    boolean believed = outcome.usage().reported() && isPossible(outcome.usage());
    Usage told = believed ? outcome.usage() : outcome.seen();
    if (!told.reported()) {
      return Tokens.NONE;
    }
    if (believed) {
      estimates.learn(call.request(), model, told);
    }
    long input = told.input() >= 0 ? told.input() : estimates.input(call.request(), model);
    return new Tokens(
        input, Math.max(0, Math.min(told.cached(), input)), Math.max(0, told.output()));
  }

  /** A node that tells more tells nonsense: nobody pays for it, and nothing is learned of it. */
  private static boolean isPossible(Usage told) {
    return told.input() <= MOST_TOKENS && told.output() <= MOST_TOKENS;
  }
}
