package io.tidegate.simulator;

/** A request's place in the books; the first of its two endings counts, any other is ignored. */
interface Ticket {
  /** The ticket of a request that is not counted. */
  Ticket UNCOUNTED =
      new Ticket() {
        @Override
        public void completed() {}

        @Override
        public void aborted() {}
      };

  /** The node has done all it meant to do. */
  void completed();

  /** The client left before that. */
  void aborted();
}
