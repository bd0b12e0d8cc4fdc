package io.tidegate.audit;

import io.tidegate.store.Page;
import java.util.List;

/**
 * Where the chain is kept. Waits for it; throws {@link io.tidegate.store.StoreException} if it
 * fails, and then nothing was done, unless the connection was lost behind the commit. Thread-safe.
 */
public interface AuditRows {

  /**
   * The end of the chain.
   *
   * @param seq the number of the last entry; 0 if there is none
   * @param hash its hash; empty if there is none
   */
  record Head(long seq, String hash) {}

  /** Hangs {@code acts} on the end of the chain, in this order; other servers wait meanwhile. */
  void append(List<AuditAct> acts, AuditSeal seal);

  /** The same after one that failed: acts that are in the chain for all that are left out. */
  void appendMissing(List<AuditAct> acts, AuditSeal seal);

  /** The entries that {@code query} wants. */
  Page<AuditEntry> find(AuditQuery query);

  /** The oldest entries with numbers above {@code seq}, in order, at most {@code most}. */
  List<AuditEntry> following(long seq, int most);

  /** Where the chain ends, as whoever appended last wrote down. */
  Head head();
}
