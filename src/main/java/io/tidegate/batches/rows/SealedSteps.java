package io.tidegate.batches.rows;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.Validation;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.Batch.LineError;
import io.tidegate.batches.state.BatchResult;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.steps.StepStore;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.Lease;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Steps that read results which {@link SealedSlices} have sealed. Thread-safe. */
public final class SealedSteps implements StepStore {

  private final StepStore store;
  private final Sealing sealing;

  /** The steps of {@code store}, whose results {@code sealing} opens. */
  public SealedSteps(StepStore store, Sealing sealing) {
    this.store = requireNonNull(store, "store");
    this.sealing = requireNonNull(sealing, "sealing");
  }

  @Override
  public List<BatchResult> results(String batch, boolean ok, int after) {
    return store.results(batch, ok, after).stream().map(result -> opened(batch, result)).toList();
  }

  private BatchResult opened(String batch, BatchResult kept) {
    BatchResult.Text text =
        new BatchResult.Text(
            () -> sealing.open(SealedSlices.place(batch, kept.line()), kept.text().bytes()));
    return new BatchResult(kept.line(), kept.ok(), text, kept.tokens());
  }

  @Override
  public Optional<Due> waiting(long now, Set<String> full, String after) {
    return store.waiting(now, full, after);
  }

  @Override
  public Optional<Work> beginValidation(String batch, Lease lease) {
    return store.beginValidation(batch, lease);
  }

  @Override
  public Optional<Work> beginEnd(String batch, Lease lease) {
    return store.beginEnd(batch, lease);
  }

  @Override
  public boolean renew(Claim claim, Lease lease) {
    return store.renew(claim, lease);
  }

  @Override
  public boolean failed(Claim claim, long due) {
    return store.failed(claim, due);
  }

  @Override
  public boolean planned(Claim claim, Validation.Plan plan, long now) {
    return store.planned(claim, plan, now);
  }

  @Override
  public boolean invalid(Claim claim, List<LineError> errors, long now) {
    return store.invalid(claim, errors, now);
  }

  @Override
  public boolean ended(Claim claim, String output, String error, long now) {
    return store.ended(claim, output, error, now);
  }

  @Override
  public boolean broken(Claim claim, LineError error, Batch.FileIds files, long now) {
    return store.broken(claim, error, files, now);
  }

  @Override
  public Set<Integer> lines(String batch) {
    return store.lines(batch);
  }

  @Override
  public boolean clear(String batch) {
    return store.clear(batch);
  }
}
