package io.tidegate.jobs;

import io.tidegate.exchange.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What time brings upon jobs. Several servers may do this at once: rows that another one has in
 * hand are passed by.
 *
 * <p>Times are in epoch milliseconds; portions are the most jobs of one transaction. Methods wait
 * for the database and throw {@link io.tidegate.store.StoreException} if it fails. Thread-safe.
 */
interface JobMaintenanceStore {

  /**
   * How many jobs there are.
   *
   * @param queued how many wait, of each tenant that has some
   * @param running how many run
   */
  record Counts(Map<TenantId, Long> queued, long running) {

    public Counts {
      queued = Map.copyOf(queued);
    }
  }

  /** Lets the claims of {@code runner} on the jobs {@code ids} last until {@code until}. */
  void renew(String runner, Collection<String> ids, long until);

  /** The jobs that run on {@code runner} and whose owners want them no more. */
  List<String> unwanted(String runner);

  /**
   * Takes jobs from servers whose claims have run out: each is queued again, or ends: as cancelled
   * if that was asked, as failed with its {@code maxFailures}-th failure.
   *
   * @return how many
   */
  int sweep(long now, int maxFailures, int portion);

  /** Fails queued jobs that are past their deadlines; says how many. */
  int expire(long now, int portion);

  /** Forgets jobs whose time to be kept is over; says how many. */
  int purge(long now, int portion);

  /**
   * Writes a new message for each queued job whose last one was due before {@code before}.
   *
   * @return how many
   */
  int republish(long before, long now, int portion);

  /** The counts of now, of all servers. */
  Counts counts();

  /** The bytes that all jobs which are kept take up, of each tenant that has some. */
  Map<TenantId, Long> stored();
}
