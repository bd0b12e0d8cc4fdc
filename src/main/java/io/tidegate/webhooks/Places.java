package io.tidegate.webhooks;

/**
 * How many events are sent at once by this server.
 *
 * @param most to all receivers
 */
record Places(int most) {

  private static final int PER_HOST = 4;

  /** To one receiver: one that is slow leaves places to others. */
  int perHost() {
    return Math.min(PER_HOST, most);
  }

  /** To all receivers of one tenant: one with many names leaves places to others, too. */
  int perTenant() {
    return most - most / 4;
  }
}
