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

  /** What was counted since the last time that this was asked; it is counted from nothing now. */
  public Map<Bill, Amount> take() {
    Map<Bill, Amount> taken = new HashMap<>();
    for (Bill bill : counted.keySet()) {
      // Bill by bill, so that nobody who counts at the same time counts into what was taken.
      Amount amount = counted.remove(bill);
      if (amount != null) {
        taken.put(bill, amount);
      }
    }
    return Map.copyOf(taken);
  }

  /** What was counted since it was taken last. */
  public Map<Bill, Amount> counted() {
    return Map.copyOf(counted);
  }

  /** How many bills were counted since they were taken last. */
  public int size() {
    return counted.size();
  }
}
