package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of a slice that are stored together: those of half a second, but not too many. While the
 * database is away they are kept, and tried again. Not thread-safe.
 */
public final class ResultGroup {

  /** How long a worker may wait before it looks again. */
  public static final Duration PERIOD = Duration.ofMillis(100);

  static final int MOST_RESULTS = 50;

  private static final long MOST_BYTES = 4 << 20;
  private static final long LONGEST_WAIT = Duration.ofMillis(500).toNanos();

  /** How often the batch is looked at, and the database tried again. */
  private static final long LOOK = Duration.ofSeconds(1).toNanos();

  private static final Logger LOG = System.getLogger(ResultGroup.class.getName());

  private final SliceStore store;
  private final Claim claim;
  private final WorkerClock rhythm;
  private final Metrics metrics;
  private final List<BatchResult> results = new ArrayList<>();
  private long bytes;
  private long oldest;
  private long looked;
  private boolean stuck;

  ResultGroup(SliceStore store, Claim claim, WorkerClock rhythm, Metrics metrics) {
    this.store = requireNonNull(store, "store");
    this.claim = requireNonNull(claim, "claim");
    this.rhythm = requireNonNull(rhythm, "rhythm");
    this.metrics = requireNonNull(metrics, "metrics");
    this.looked = rhythm.clock().getAsLong();
  }

  void add(BatchResult result) {
    if (results.isEmpty()) {
      oldest = rhythm.clock().getAsLong();
    }
    results.add(result);
    bytes += result.text().bytes().length;
  }

  boolean isEmpty() {
    return results.isEmpty();
  }

  /** Whether it takes no more before it was stored. */
  boolean isFull() {
    return results.size() >= MOST_RESULTS || bytes >= MOST_BYTES;
  }

  /** Whether the database did not take it the last time. */
  boolean isStuck() {
    return stuck;
  }

  /**
   * Stores the results if it is time, and looks after the batch once a second.
   *
   * @param last whether no other result will come
   */
  LeaseStatus look(boolean last) {
    long now = rhythm.clock().getAsLong();
    boolean ripe =
        !results.isEmpty() && (last || isFull() || now - oldest >= LONGEST_WAIT) && !stuck;
    if (!ripe && now - looked < LOOK) {
      return LeaseStatus.GOING;
    }
    looked = now;
    try {
      LeaseStatus progress = store.save(claim, results, rhythm.newLease());
      stuck = false;
      count(progress);
      results.clear();
      bytes = 0;
      return progress;
    } catch (StoreException away) {
      if (away.ofRows()) {
        // To wait would be in vain, and would hold the worker.
        throw away;
      }
      if (!stuck) {
        LOG.log(Level.WARNING, "results of {0} wait for the database", claim.batch());
      }
      stuck = true;
      return LeaseStatus.GOING;
    }
  }

  private void count(LeaseStatus progress) {
    if (progress == LeaseStatus.LOST) {
      return;
    }
    long completed = results.stream().filter(BatchResult::ok).count();
    metrics.counter(Metric.BATCH_LINES, "completed").add(completed);
    metrics.counter(Metric.BATCH_LINES, "failed").add(results.size() - completed);
  }
}
