package io.tidegate.simulator;

/**
 * The reply to a request and its place in the books.
 *
 * @param script what to do
 * @param ticket to be ended when that is done or cannot be
 */
record Served(Script script, Ticket ticket) {
  static Served uncounted(Script script) {
    return new Served(script, Ticket.UNCOUNTED);
  }
}
