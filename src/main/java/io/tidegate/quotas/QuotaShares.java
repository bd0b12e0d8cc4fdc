package io.tidegate.quotas;

import io.tidegate.admission.Shares;

/**
 * How much of each limit this server may use, where several servers share it.
 *
 * <p>Thread-safe; never blocks: what is told is looked up in memory.
 */
public interface QuotaShares {

  /** All of every limit: there is no other server. */
  QuotaShares ALONE =
      new QuotaShares() {
        @Override
        public double part(String limit) {
          return 1;
        }

        @Override
        public int servers() {
          return 1;
        }

        @Override
        public void register(String limit, SharedLimit here) {}

        @Override
        public void forget(String limit) {}

        @Override
        public Shares places() {
          return Shares.ALONE;
        }
      };

  /** The part of {@code limit} that this server may use now, from 0 to 1. */
  double part(String limit);

  /** How many servers there are, as far as this one knows; 1 or more. */
  int servers();

  /**
   * Makes known what this server wants of a limit and has taken, once for each.
   *
   * @param limit its name, the same on every server
   * @param here the limit as this server has it
   */
  void register(String limit, SharedLimit here);

  /** There is no such limit any more. */
  void forget(String limit);

  /**
   * How places are shared, of which no more may be in use than there are, not even for a moment.
   */
  Shares places();
}
