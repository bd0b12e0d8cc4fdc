package io.tidegate.simulator;

/** A request's place in the books; the first of its two endings counts, any other is ignored. */
interface Ticket {
  /** The ticket of a request that is not counted. */
  Ticket UNCOUNTED =
      new Ticket() {
        @Override
        public boolean placed(Runnable later) {
          return true;
        }

        @Override
        public void completed() {}

        @Override
        public void aborted() {}
      };

  /**
   * Whether the node works at the request now; if not, {@code later} is run once it does, by
   * whoever has made room. To be asked once.
   */
  boolean placed(Runnable later);

  /** The node has done all it meant to do. */
  void completed();

  /** The client left before that. */
  void aborted();
}
