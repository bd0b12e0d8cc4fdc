package io.tidegate.warmup;

import io.tidegate.exchange.TenantId;

/** Tells in whose name questions may be asked today; they may have been kept for longer. */
public interface Owners {

  /**
   * Whether {@code tenant} is still known, and on the same terms.
   *
   * @param pinned whether only private nodes might see its questions when they were kept
   */
  boolean same(TenantId tenant, boolean pinned);
}
