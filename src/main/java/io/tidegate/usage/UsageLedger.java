package io.tidegate.usage;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What this server has counted since it was last written down.
 *
 * <p>Thread-safe; counting never blocks for longer than another count of the same bill. Memory is
 * bounded: beyond {@value #MOST} bills the models of further ones are counted together.
 */
public final class UsageLedger {

  /** So many bills are told apart between two writings. */
  static final int MOST = 20_000;

  /** What models are called that there are too many of. */
  static final String OTHER = "other";

  private final ConcurrentMap<Bill, Amount> counted = new ConcurrentHashMap<>();
  private Map<Bill, Amount> written = Map.of();

  /** {@code calls} calls have used {@code tokens}, for {@code pico} million-millionths. */
  public void used(Bill bill, long calls, Tokens tokens, long pico) {
    add(bill, Amount.of(calls, tokens, pico));
  }

  /** A call was answered without a node. */
  public void hit(Bill bill) {
    add(bill, Amount.HIT);
  }

  /** The bill of what was asked by {@code key} at {@code time}. */
  public static Bill bill(TenantId tenant, KeyId key, String model, Instant time) {
    return new Bill(tenant, key, model, LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  private void add(Bill bill, Amount more) {
    ConcurrentMap<Bill, Amount> map = counted;
    Bill there =
        map.size() < MOST || map.containsKey(bill)
            ? bill
            : new Bill(bill.tenant(), bill.key(), OTHER, bill.day());
    map.merge(there, more, Amount::plus);
  }

  /**
   * What is to be written down next: the same until {@link #wrote} says that it was. One thread's
   * at a time.
   */
  public synchronized Map<Bill, Amount> begin() {
    if (written.isEmpty()) {
      Map<Bill, Amount> taken = new HashMap<>();
      for (Bill bill : counted.keySet()) {
        // Bill by bill, so that nobody who counts at the same time counts into what was taken.
        Amount amount = counted.remove(bill);
        if (amount != null) {
          taken.put(bill, amount);
        }
      }
      written = Map.copyOf(taken);
    }
    return written;
  }

  /** What {@link #begin} gave is written down. */
  public synchronized void wrote() {
    written = Map.of();
  }

  /** Of what {@link #begin} gave, {@code bill} is written down, or never will be. */
  public synchronized void wrote(Bill bill) {
    Map<Bill, Amount> left = new HashMap<>(written);
    left.remove(bill);
    written = Map.copyOf(left);
  }

  /** How many bills there are that were counted since what is being written. */
  public int size() {
    return counted.size();
  }

  /** What is not written down yet. */
  public synchronized Map<Bill, Amount> pending() {
    Map<Bill, Amount> all = new HashMap<>(written);
    counted.forEach((bill, amount) -> all.merge(bill, amount, Amount::plus));
    return all;
  }
}
