package io.tidegate.webhooks;

/**
 * What becomes of an event after an attempt.
 *
 * @param state pending if it is to be sent again
 * @param status the answer's, or 0 without one
 * @param problem why it was not delivered, or null if it was
 * @param at when it is due again, or when it ended, in epoch milliseconds
 */
record DeliveryRecord(WebhookEventState state, int status, Problem problem, long at) {

  /** Whether the attempt counts as one. */
  boolean counts() {
    return problem == null || problem.counts();
  }
}
