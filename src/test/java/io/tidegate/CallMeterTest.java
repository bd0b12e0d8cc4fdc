package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.SampleCalls;
import io.tidegate.usage.Amount;
import io.tidegate.usage.Prices;
import io.tidegate.usage.Tokens;
import io.tidegate.usage.UsageLedger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallMeterTest {

  private static final TenantId TEAM = new TenantId("team");

  /** A minute after the end of peak. */
  private static final Instant NOW = Instant.parse("2026-11-30T04:01:00Z");

  private final ManualClock clock = new ManualClock();
  private final UsageLedger ledger = new UsageLedger();
  private final List<Tokens> shown = new ArrayList<>();
  private final Quotas quotas =
      new Quotas(
          new QuotaTools(
              QuotaShares.ALONE, Duration.ofMinutes(1), clock, InstantSource.fixed(NOW)));
  private final Prices prices =
      Prices.from(
          new Settings(
              Map.of(
                  "tidegate.prices.flash.input", "1",
                  "tidegate.prices.flash.cached-input", "0.5",
                  "tidegate.prices.flash.output", "2",
                  "tidegate.prices.flash.peak-output", "4",
                  "tidegate.usage.peak-hours", "01:00-04:00")));
  private final CallMeter meter =
      new CallMeter(quotas, ledger, prices, InstantSource.fixed(NOW), shown::add);

  private static Call call(TenantId tenant) {
    Call sample =
        SampleCalls.chat(
            "flash", true, 25, Deadline.after(0, Duration.ofMinutes(1)), Terms.DEFAULT);
    return new Call(
        "c",
        tenant,
        sample.operation(),
        sample.request(),
        sample.deadline(),
        Terms.DEFAULT.by(new KeyId("k")));
  }

  private static Outcome outcome(Kind kind, boolean delivered, Usage told, Usage seen) {
    return new Outcome(
        kind,
        kind == Kind.COMPLETED ? null : Failure.CLIENT_LEFT,
        delivered,
        null,
        new Timings(-1, Duration.ofSeconds(30).toNanos()),
        200,
        told,
        null,
        seen);
  }

  private Amount counted() {
    return ledger.counted().values().stream().reduce(Amount.NONE, Amount::plus);
  }

  @Test
  void countsWhatANodeReports() {
    Usage told = new Usage(100, 40, 10);
    meter.used(call(TEAM), "flash", 1, outcome(Kind.COMPLETED, true, told, told));

    assertThat(counted())
        .isEqualTo(new Amount(1, 0, 100, 40, 10, BigDecimal.valueOf(100_000_000L)));
    assertThat(shown).containsExactly(new Tokens(100, 40, 10));
  }

  @Test
  void nonsenseOfANodeIsNeitherPaidForNorLearned() {
    long nonsense = 999_999_999_999_999L;
    Usage seen = new Usage(-1, -1, 7);
    for (Usage told : List.of(new Usage(nonsense, nonsense, 1), new Usage(1, -1, nonsense))) {
      meter.used(call(TEAM), "flash", 1, outcome(Kind.COMPLETED, true, told, seen));
    }
    assertThat(counted().input()).isEqualTo(2 * 25);
    assertThat(counted().output()).isEqualTo(2 * 7);

    quotas.set(Map.of(Subject.of(TEAM), new Limits(-1, 10_000, -1, -1, -1)));
    assertThat(meter.reserve(call(TEAM), "flash")).isNull();
  }

  @Test
  void countsThePiecesOfAStreamThatWasCutOffAndEstimatesItsPrompt() {
    meter.used(
        call(TEAM), "flash", 1, outcome(Kind.CANCELLED, true, Usage.NONE, new Usage(-1, -1, 7)));
    assertThat(counted().input()).isEqualTo(25);
    assertThat(counted().output()).isEqualTo(7);
  }

  @Test
  void aCallWithoutContentCostsNothingAndASecondAttemptIsNoSecondCall() {
    meter.used(call(TEAM), "flash", 1, outcome(Kind.CANCELLED, false, Usage.NONE, Usage.NONE));
    Usage told = new Usage(5, -1, 1);
    meter.used(call(TEAM), "flash", 2, outcome(Kind.COMPLETED, true, told, told));
    assertThat(counted()).isEqualTo(new Amount(1, 0, 5, 0, 1, BigDecimal.valueOf(7_000_000L)));
  }

  @Test
  void theGatewaysOwnCallsAreNobodysBill() {
    Usage told = new Usage(5, -1, 1);
    meter.used(call(TenantId.GATEWAY), "flash", 1, outcome(Kind.COMPLETED, true, told, told));
    meter.hit(call(TenantId.GATEWAY), "flash");
    assertThat(ledger.counted()).isEmpty();
  }

  @Test
  void whatWasReservedIsReplacedByWhatWasUsed() {
    quotas.set(Map.of(Subject.of(TEAM), new Limits(-1, 10_000, -1, -1, -1)));
    Call call = call(TEAM);
    assertThat(meter.reserve(call, "flash")).isNull();
    assertThat(remaining()).isEqualTo(10_000 - 25 - 256);

    Usage told = new Usage(30, -1, 12);
    meter.used(call, "flash", 1, outcome(Kind.COMPLETED, true, told, told));
    meter.release(call);

    assertThat(remaining()).isEqualTo(10_000 - 42);
  }

  private long remaining() {
    return quotas.states(TEAM, new KeyId("k"), "flash").tokens().remaining();
  }
}
