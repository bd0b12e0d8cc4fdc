package io.tidegate.routing.nodes;

import io.tidegate.admission.PermitCount;
import io.tidegate.admission.Sample;
import io.tidegate.admission.Shares;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Accounts on a clock that the test moves. */
public final class AccountFixture {

  static final String MODEL = "chat";

  public final ManualClock clock = new ManualClock();
  final RecordingMetrics metrics = new RecordingMetrics();
  final PermitCount permits = new PermitCount();
  final List<Node> nodes = new ArrayList<>();
  public final Accounts accounts;

  public AccountFixture() {
    this(100, Shares.ALONE);
  }

  public AccountFixture(int maxConcurrent, Shares shares) {
    AccountConfig config = new AccountConfig(maxConcurrent, Map.of());
    accounts =
        new Accounts(new Account.Parts(config, shares, permits, clock), () -> nodes, metrics);
  }

  /** The account of a node that has neither an account's name nor a key. */
  public Account account() {
    return accounts.of("a", null, null);
  }

  /** Lets an attempt of 50 in flight, just started, end with {@code status}. */
  public void observe(Account account, int status) {
    observe(account, status, null, null);
  }

  public void observe(Account account, int status, Duration retryAfter) {
    observe(account, status, null, retryAfter);
  }

  /** Lets one that showed {@code apiKey} end so, or that showed none if it is null. */
  public void observe(Account account, int status, String apiKey, Duration retryAfter) {
    Kind kind =
        switch (status) {
          case 200 -> Kind.COMPLETED;
          case 401, 402 -> Kind.REJECTED;
          case 429, 503 -> Kind.BUSY;
          default -> Kind.FAILED;
        };
    Failure failure =
        kind == Kind.COMPLETED ? null : Failure.of(ErrorCode.UPSTREAM_FAILED, "The fake failed.");
    Outcome outcome =
        new Outcome(kind, failure, false, retryAfter, new Timings(1, 1)).told(status, Usage.NONE);
    account.observe(outcome, MODEL, apiKey, Sample.of(outcome, 50, clock.getAsLong(), 10, true));
  }

  /** Lets one end by a refusal of that one call. */
  void refuse(Account account, int status) {
    Failure failure = Failure.of(ErrorCode.UPSTREAM_FAILED, "The fake failed.");
    Outcome outcome =
        new Outcome(Kind.UNSUPPORTED, failure, false, null, new Timings(1, 1))
            .told(status, Usage.NONE)
            .refusedBy(Refuser.ACCOUNT);
    account.observe(outcome, MODEL, null, Sample.of(outcome, 50, clock.getAsLong(), 10, true));
  }
}
