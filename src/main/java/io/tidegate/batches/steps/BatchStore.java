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

  /**
   * Keeps a batch that was just created, and has its validation begin; nothing if its tenant has
   * {@code mostOpen} batches under way.
   *
   * @param keepOutput how long its files are kept, in milliseconds, or 0 for the default
   * @param webhook where its end is told, or null
   */
  boolean create(Batch batch, long keepOutput, String webhook, int mostOpen);

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
