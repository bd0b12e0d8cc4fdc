package io.tidegate.quotas;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps those away for a while who come again and again although they were told when to come back.
 *
 * <p>Behind one key there may be many clients, of which each has been told a time of its own, so
 * that one early call proves nothing. But of {@value #CLIENTS} who all do as they are told no more
 * than {@value #CLIENTS} calls can be refused in the longest time that is told for a rate: who has
 * more refused than that leaks away is no crowd but a loop. It is kept away for a second, then for
 * twice as long, up to {@link #LONGEST}; who has been quiet for as long again begins anew.
 *
 * <p>Thread-safe; never blocks. It remembers {@value #MOST} keys at most, those refused last.
 */
final class PenaltyBox {

  /** So many clients of one key that do as they are told are never punished. */
  static final int CLIENTS = 1000;

  /** The longest penalty. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** So many keys are remembered. */
  static final int MOST = 10_000;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** In the longest time that is told each of them comes once; see {@link TokenBucket}. */
  private static final double LEAK = CLIENTS / 30e9;

  private record Who(TenantId tenant, KeyId key) {}

  /** What is known of one. */
  private static final class Offender {
    private double refused;
    private long last;
    private long until;
    private long penalty;
    private boolean kept;
  }

  private final LongSupplier clock;
  private final Map<Who, Offender> offenders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Offender> eldest) {
          return size() > MOST;
        }
      };

  /** An empty box, on the nano clock {@code clock}. */
  PenaltyBox(LongSupplier clock) {
    this.clock = clock;
  }

  /** Why {@code key} is kept away, or null if it is not. */
  synchronized Failure refusal(TenantId tenant, KeyId key) {
    if (offenders.isEmpty()) {
      return null;
    }
    Offender known = offenders.get(new Who(tenant, key));
    if (known == null || !known.kept) {
      return null;
    }
    long left = known.until - clock.getAsLong();
    if (left <= 0) {
      known.kept = false;
      return null;
    }
    return Failure.of(
            ErrorCode.QUOTA_EXCEEDED,
            "This key came back again and again before the time it was told; it is kept away.")
        .retryAfter(Duration.ofNanos(left));
  }

  /** A call by {@code key} was refused, and told when to come back. */
  synchronized void refused(TenantId tenant, KeyId key) {
    long now = clock.getAsLong();
    Offender known = offenders.computeIfAbsent(new Who(tenant, key), who -> begun(now));
    known.refused = Math.max(0, known.refused - (now - known.last) * LEAK) + 1;
    known.last = now;
    if (known.refused > CLIENTS) {
      boolean again = known.penalty > 0 && now - known.until < known.penalty;
      known.penalty = again ? Math.min(LONGEST.toNanos(), 2 * known.penalty) : SHORTEST.toNanos();
      known.until = now + known.penalty;
      known.kept = true;
      // Half of it is forgiven: whoever goes on is soon back, and for longer.
      known.refused = CLIENTS / 2.0;
    }
  }

  private static Offender begun(long now) {
    Offender known = new Offender();
    known.last = now;
    return known;
  }

  /** How many are remembered. */
  synchronized int size() {
    return offenders.size();
  }
}
