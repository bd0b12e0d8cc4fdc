package io.tidegate.admission;

import java.util.function.IntSupplier;

/**
 * How the places behind one limit are divided among the servers that use it.
 *
 * <p>All methods are thread-safe and do not block; {@link #share} is asked for every call.
 */
public interface Shares {

  /** All of every limit: there is no other server. */
  Shares ALONE =
      new Shares() {
        @Override
        public int share(String key, int limit) {
          return limit;
        }

        @Override
        public void register(String key, IntSupplier limit, IntSupplier inUse) {}

        @Override
        public void forget(String key) {}
      };

  /**
   * How many of the {@code limit} places of {@code key} this server may use now, from 0 to {@code
   * limit}.
   */
  int share(String key, int limit);

  /**
   * Makes this server's demand known, once per key.
   *
   * @param key the limit's name, the same on every server
   * @param limit all its places
   * @param inUse the places that this server uses at the moment
   */
  void register(String key, IntSupplier limit, IntSupplier inUse);

  /** Takes back what was registered: this server has no such limit any more, nor uses any of it. */
  void forget(String key);
}
