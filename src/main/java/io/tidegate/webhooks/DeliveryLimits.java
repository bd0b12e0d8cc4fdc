package io.tidegate.webhooks;

/**
 * How many events are sent at once by this server.
 *
 * @param most to all receivers
 */
record DeliveryLimits(int most) {

  private static final int PER_HOST = 4;

  /** To one receiver: one that is slow leaves places to others. */
  int perHost() {
    return Math.min(PER_HOST, most);
  }

  /**
   * To all receivers of one tenant while {@code others} are taken: a share, however many have many
   * names.
   */
  int perTenant(int others) {
    return share(most - others);
  }

  /** To one receiver from one tenant while others have taken so many places there: a share. */
  int perTenantAtHost(int others) {
    return share(perHost() - others);
  }

  /** Three quarters of what is left, so that there is one for whoever comes next. */
  private static int share(int left) {
    return Math.max(1, left - Math.max(1, left / 4));
  }
}
