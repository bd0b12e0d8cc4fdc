package io.tidegate.batches.rows;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.batches.steps.SliceStore;
import io.tidegate.sealing.SealedPlace;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.Lease;
import java.util.List;
import java.util.Optional;

/** Slices whose results are sealed before another store keeps them. Thread-safe. */
public final class SealedSlices implements SliceStore {

  private static final String RESULTS = "batch_result.content";

  private final SliceStore store;
  private final Sealing sealing;

  /** The slices of {@code store}, their results sealed by {@code sealing}. */
  public SealedSlices(SliceStore store, Sealing sealing) {
    this.store = requireNonNull(store, "store");
    this.sealing = requireNonNull(sealing, "sealing");
  }

  /** Where the text of the result of {@code line} of {@code batch} is stored. */
  static SealedPlace place(String batch, int line) {
    return new SealedPlace(RESULTS, batch + "/" + line);
  }

  @Override
  public LeaseStatus save(Claim claim, List<BatchResult> results, Lease lease) {
    return store.save(
        claim, results.stream().map(result -> sealed(claim.batch(), result)).toList(), lease);
  }

  private BatchResult sealed(String batch, BatchResult result) {
    byte[] text = sealing.seal(place(batch, result.line()), result.text().bytes());
    return new BatchResult(result.line(), result.ok(), new BatchResult.Text(text), result.tokens());
  }

  @Override
  public Optional<Ref> waiting(long now, Full full) {
    return store.waiting(now, full);
  }

  @Override
  public Optional<Work> begin(String batch, int slice, Lease lease) {
    return store.begin(batch, slice, lease);
  }

  @Override
  public void end(Claim claim, long now) {
    store.end(claim, now);
  }

  @Override
  public void release(Claim claim, long due, long now) {
    store.release(claim, due, now);
  }
}
