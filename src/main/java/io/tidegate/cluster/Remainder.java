package io.tidegate.cluster;

/**
 * The right to one place of those that are left over when a limit is divided into equal parts.
 *
 * <p>It is claimed in the {@link Ledger} while the servers see each other, so that those who are
 * cut off later agree on who has it, and a limit smaller than their number is not lost to all.
 *
 * @param all the places that were divided; 0 where nothing was claimed
 * @param parts into how many parts
 */
record Remainder(int all, int parts) {

  /** Nothing was claimed. */
  static final Remainder NONE = new Remainder(0, 1);

  /** Whether it was claimed of {@code places} in {@code servers} parts. */
  boolean of(int places, int servers) {
    return all == places && parts == servers && all > 0;
  }

  /** An equal part of {@code places} for one of {@code servers}, with what was claimed of it. */
  int part(int places, int servers) {
    return places / servers + (of(places, servers) ? 1 : 0);
  }
}
