package io.tidegate.cluster;

import io.tidegate.admission.Shares;
import io.tidegate.quotas.QuotaShares;
import io.tidegate.quotas.SharedLimit;

/**
 * An equal part of each limit for each of {@code servers} servers that know nothing of each other.
 */
record EvenQuotaShares(int servers, Shares places) implements QuotaShares {

  @Override
  public double part(String limit) {
    return 1.0 / servers;
  }

  @Override
  public void register(String limit, SharedLimit here) {}

  @Override
  public void forget(String limit) {}
}
