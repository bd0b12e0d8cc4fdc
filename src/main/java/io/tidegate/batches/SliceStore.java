package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the work of slices is kept. Waits for the database. Thread-safe.
 *
 * <p>Throws {@link io.tidegate.store.StoreException} when the database fails; then it may be asked
 * again.
 */
interface SliceStore {

  /**
   * A slice to be run.
   *
   * @param claim the right to run it
   * @param batch its batch
   * @param span its lines
   * @param done the numbers of those lines that have a result
   */
  record Work(Claim claim, Batch batch, SliceSpan span, Set<Integer> done) {

    public Work {
      requireNonNull(claim, "claim");
      requireNonNull(batch, "batch");
      requireNonNull(span, "span");
      done = Set.copyOf(done);
    }
  }

  /** Takes the slice up, if it waits for that, its batch goes on, and its hour has come. */
  Optional<Work> begin(String batch, int slice, Lease lease);

  /** Stores results, each line's once, and renews the lease; does nothing if {@code LOST}. */
  Progress save(Claim claim, List<BatchResult> results, Lease lease);

  /** Ends the slice; another one of its batch, or the end of the batch, is posted. */
  void end(Claim claim, long now);

  /** Gives the slice back unfinished: it is posted again, not due before {@code due}. */
  void release(Claim claim, long due, long now);
}
