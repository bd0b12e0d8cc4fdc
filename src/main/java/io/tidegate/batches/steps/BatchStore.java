package io.tidegate.batches.steps;

import io.tidegate.batches.state.Batch;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.Page;
import java.util.Optional;

/**
 * Where batches are kept, as their owners see them. Waits for the database. Thread-safe.
 *
 * <p>Throws {@link io.tidegate.store.StoreException} when the database fails.
 */
public interface BatchStore {

  /** What became of a batch that was to be kept. */
  enum Intake {
    /** It is kept. */
    TAKEN,
    /** Its tenant has as many batches under way as it may. */
    FULL,
    /** Its tenant does not have its input file, any more perhaps. */
    NO_FILE
  }

  /**
   * Keeps a batch that was just created, and has its validation begin, if its tenant has fewer than
   * {@code mostOpen} batches under way, and its input file, which stays from now on.
   *
   * @param keepOutput how long its files are kept, in milliseconds, or 0 for the default
   * @param webhook where its end is told, or null
   */
  Intake create(Batch batch, long keepOutput, String webhook, int mostOpen);

  /** The batch {@code id} of {@code tenant}. */
  Optional<Batch> find(TenantId tenant, String id);

  /**
   * Up to {@code limit} batches of {@code tenant}, newest first, from the one after {@code after}
   * on.
   */
  Page<Batch> list(TenantId tenant, String after, int limit);

  /** Has the batch end at {@code now}, if it is being checked or run; what it is afterwards. */
  Optional<Batch> cancel(TenantId tenant, String id, long now);
}
