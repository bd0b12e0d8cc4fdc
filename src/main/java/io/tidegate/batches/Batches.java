package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.BatchStatus;
import io.tidegate.batches.state.NewBatch;
import io.tidegate.batches.steps.BatchStore;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.BatchFiles;
import io.tidegate.files.StoredFile;
import io.tidegate.store.Ids;
import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The batches of all tenants: what the API asks. Each tenant sees its own only.
 *
 * <p>Waits for the database. Throws {@link io.tidegate.exchange.FailureException}: {@code
 * NOT_FOUND} for a batch that the tenant does not have, {@code STORE_UNAVAILABLE} when the database
 * fails. Thread-safe.
 */
public final class Batches {

  /** The purpose of files whose lines may be run. */
  private static final String PURPOSE = "batch";

  private static final String NO_FILE = "There is no such file.";

  /**
   * What it works with.
   *
   * @param targets where a tenant is told of the end of a batch, given what it asked for or null
   * @param ids for the ids of batches
   */
  record Parts(
      BatchStore store,
      BatchFiles contents,
      BiFunction<TenantId, String, Optional<String>> targets,
      InstantSource wall,
      Ids ids) {}

  private final Parts parts;
  private final Duration window;
  private final int mostOpen;

  /**
   * Batches that may take as long as {@code window}.
   *
   * @param mostOpen how many of a tenant may be under way
   */
  Batches(Parts parts, Duration window, int mostOpen) {
    this.parts = requireNonNull(parts, "parts");
    this.window = requireNonNull(window, "window");
    this.mostOpen = mostOpen;
  }

  /**
   * Takes a batch in; its lines are checked afterwards.
   *
   * @throws io.tidegate.exchange.FailureException {@code INVALID_VALUE} for an input file that the
   *     tenant does not have, or that is not for batches; {@code JOB_QUEUE_FULL}
   */
  public Batch create(NewBatch batch) {
    check(batch);
    String webhook = parts.targets().apply(batch.tenant(), batch.webhook()).orElse(null);
    Batch created = created(batch);
    long keep = batch.keepOutput() == null ? 0 : batch.keepOutput().toMillis();
    return switch (StoreException.told(
        () -> parts.store().create(created, keep, webhook, mostOpen))) {
      case TAKEN -> created;
      case FULL ->
          throw Failure.of(
                  ErrorCode.JOB_QUEUE_FULL, "There are " + mostOpen + " batches under way already.")
              .asException();
      case NO_FILE -> throw wrongFile(NO_FILE);
    };
  }

  /** The batch {@code id} of {@code tenant}. */
  public Batch get(TenantId tenant, String id) {
    check(id);
    return StoreException.told(() -> parts.store().find(tenant, id)).orElseThrow(Batches::unknown);
  }

  /**
   * Up to {@code limit} batches of {@code tenant}, newest first.
   *
   * @param after the id of the batch before the first, or null; one that is gone gives an empty
   *     page
   */
  public Page<Batch> list(TenantId tenant, String after, int limit) {
    return after != null && !Ids.isPossible(after)
        ? new Page<>(List.of(), false)
        : StoreException.told(() -> parts.store().list(tenant, after, limit));
  }

  /**
   * Cancels the batch {@code id}: {@code INVALID_VALUE} if it has ended in another way. One whose
   * files are being written already stays as it is.
   */
  public Batch cancel(TenantId tenant, String id) {
    check(id);
    Batch batch =
        StoreException.told(() -> parts.store().cancel(tenant, id, parts.wall().millis()))
            .orElseThrow(Batches::unknown);
    if (batch.status().isFinal() && batch.status() != BatchStatus.CANCELLED) {
      throw Failure.of(
              ErrorCode.INVALID_VALUE, "The batch has ended: it is " + batch.status().label() + ".")
          .asException();
    }
    return batch;
  }

  private static void check(String id) {
    if (!Ids.isPossible(id)) {
      throw unknown();
    }
  }

  private void check(NewBatch batch) {
    StoredFile file;
    try {
      file = parts.contents().get(batch.tenant(), batch.inputFile());
    } catch (FailureException refused) {
      throw refused.failure().code() == ErrorCode.NOT_FOUND ? wrongFile(NO_FILE) : refused;
    }
    if (!file.purpose().equals(PURPOSE)) {
      throw wrongFile("The purpose of the file must be 'batch'.");
    }
  }

  private Batch created(NewBatch batch) {
    long now = parts.wall().millis();
    return new Batch(
        parts.ids().next("batch_"),
        batch.tenant(),
        batch.operation(),
        null,
        BatchStatus.VALIDATING,
        new Batch.FileIds(batch.inputFile(), null, null),
        new Batch.Times(now, 0, now + window.toMillis(), 0, 0, 0, 0, 0, 0),
        new Batch.Counts(0, 0, 0),
        new Batch.Tokens(0, 0, 0, 0),
        List.of(),
        batch.metadata());
  }

  private static FailureException wrongFile(String rule) {
    return Failure.ofParam(ErrorCode.INVALID_VALUE, "input_file_id", rule).asException();
  }

  private static FailureException unknown() {
    return Failure.of(ErrorCode.NOT_FOUND, "There is no such batch.").asException();
  }
}
