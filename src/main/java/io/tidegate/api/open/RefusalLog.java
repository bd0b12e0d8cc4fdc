package io.tidegate.api.open;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.TenantId;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who was refused within the last hour, and why: counts by tenant, model and error code, each
 * minute by itself.
 *
 * <p>Bounded: a tenant that has half of the rows that others leave has the rest counted without the
 * models, so that whoever is refused next has a row, too; when there are {@value #MOST} rows, what
 * has none of its own is counted without its tenant as well. Thread-safe.
 */
public final class RefusalLog {

  /** How many rows there are at most, beside one for each error code. */
  static final int MOST = 200;

  private static final int LONGEST_MODEL = 100;
  private static final int MINUTES = 60;

  private final InstantSource wall;
  private final Map<Key, Row> rows = new HashMap<>();

  /** How many of them each tenant has. */
  private final Map<TenantId, Integer> owned = new HashMap<>();

  private long swept;

  /** What was refused to whom; tenant and model are null where they are not known, or not told. */
  private record Key(TenantId tenant, String model, ErrorCode code) {}

  /**
   * Refusals that have all in common.
   *
   * @param tenant who was refused, or null if that was not known yet, or they were too many
   * @param model for which model, or null if that was not known yet, or none, or too many
   * @param code why
   * @param count how many there were within the hour
   * @param last when the last one was, in epoch milliseconds
   */
  public record Refused(TenantId tenant, String model, ErrorCode code, long count, long last) {}

  /** The counts of one key by the minutes of the last hour. */
  private static final class Row {

    private final long[] counts = new long[MINUTES];
    private long minute;
    private long last;

    private void pass(long now) {
      long to = TimeUnit.MILLISECONDS.toMinutes(now);
      for (long next = Math.max(minute + 1, to - MINUTES + 1); next <= to; next++) {
        counts[(int) (next % MINUTES)] = 0;
      }
      minute = Math.max(minute, to);
    }

    private void add(long now) {
      pass(now);
      counts[(int) (minute % MINUTES)]++;
      last = now;
    }

    private long sum(long now) {
      pass(now);
      long sum = 0;
      for (long count : counts) {
        sum += count;
      }
      return sum;
    }
  }

  /** A log on the wall clock {@code wall}. */
  public RefusalLog(InstantSource wall) {
    this.wall = requireNonNull(wall, "wall");
  }

  /**
   * Counts one refusal.
   *
   * @param tenant who was refused, or null
   * @param model for which model, or null
   */
  synchronized void add(TenantId tenant, String model, ErrorCode code) {
    long now = wall.millis();
    row(new Key(tenant, shortened(model), code), now).add(now);
  }

  /** Those refused within the last hour, the most often refused first. */
  public synchronized List<Refused> rows() {
    long now = wall.millis();
    sweep(now);
    return rows.entrySet().stream()
        .map(
            each ->
                new Refused(
                    each.getKey().tenant(),
                    each.getKey().model(),
                    each.getKey().code(),
                    each.getValue().sum(now),
                    each.getValue().last))
        .sorted(Comparator.comparingLong(Refused::count).reversed())
        .toList();
  }

  private Row row(Key key, long now) {
    Row known = rows.get(key);
    if (known != null) {
      return known;
    }
    long minute = TimeUnit.MILLISECONDS.toMinutes(now);
    if (!fits(key) && swept != minute) {
      swept = minute;
      sweep(now);
    }
    return rows.computeIfAbsent(fits(key) ? key : folded(key), this::begun);
  }

  private Row begun(Key key) {
    owned.merge(key.tenant(), 1, Integer::sum);
    return new Row();
  }

  private void sweep(long now) {
    rows.values().removeIf(row -> row.sum(now) == 0);
    owned.clear();
    rows.keySet().forEach(key -> owned.merge(key.tenant(), 1, Integer::sum));
  }

  /** Whether there is a row for {@code key}, and its tenant has not its part of them already. */
  private boolean fits(Key key) {
    int own = owned.getOrDefault(key.tenant(), 0);
    int left = MOST - (rows.size() - own);
    return rows.size() < MOST && own < Math.max(1, left / 2);
  }

  private Key folded(Key key) {
    Key withoutModel = new Key(key.tenant(), null, key.code());
    return rows.size() < MOST || rows.containsKey(withoutModel)
        ? withoutModel
        : new Key(null, null, key.code());
  }

  private static String shortened(String model) {
    return model == null || model.length() <= LONGEST_MODEL
        ? model
        : model.substring(0, LONGEST_MODEL);
  }
}
