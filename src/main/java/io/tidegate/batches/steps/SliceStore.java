package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.batches.state.SliceSpan;
import io.tidegate.store.Lease;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the work of slices is kept. Waits for the database. Thread-safe.
 *
 * <p>Throws {@link io.tidegate.store.StoreException} when the database fails; then it may be asked
 * again.
 */
public interface SliceStore {

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

  /** A slice of a batch. */
  record Ref(String batch, int slice) {}

  /** Whose slices are not to be taken up for now: tenants and models that have their share. */
  record Full(Set<String> tenants, Set<String> models) {

    /** Nobody. */
    static final Full NOBODY = new Full(Set.of(), Set.of());

    public Full {
      tenants = Set.copyOf(tenants);
      models = Set.copyOf(models);
    }
  }

  /** The slice that has waited for the longest and may begin at {@code now}, but of nobody full. */
  Optional<Ref> waiting(long now, Full full);

  /** Takes the slice up, if it waits for that, its batch goes on, and its hour has come. */
  Optional<Work> begin(String batch, int slice, Lease lease);

  /** Stores results, each line's once, and renews the lease; does nothing if {@code LOST}. */
  LeaseStatus save(Claim claim, List<BatchResult> results, Lease lease);

  /** Ends the slice; another one of its batch, or the end of the batch, is posted. */
  void end(Claim claim, long now);

  /** Gives the slice back unfinished: it is posted again, not due before {@code due}. */
  void release(Claim claim, long due, long now);
}
