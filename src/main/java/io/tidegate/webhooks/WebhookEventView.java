package io.tidegate.webhooks;

import io.tidegate.exchange.TenantId;

/**
 * An event as its tenant may see it. Times are epoch milliseconds, 0 for none.
 *
 * @param id its id
 * @param type as {@code job.completed}
 * @param tenant who is told
 * @param subject the id of the job or the batch
 * @param receiver scheme, host and port alone, since the rest of a URL may hold a credential
 * @param state where it is
 * @param last how the last attempt went
 * @param times when what happened
 */
public record WebhookEventView(
    String id,
    String type,
    TenantId tenant,
    String subject,
    String receiver,
    WebhookEventState state,
    Last last,
    Times times) {

  /**
   * How the last attempt went.
   *
   * @param attempts how many were begun since the event came, or since it was last asked for
   * @param status the last answer's, or 0
   * @param problem why it was not delivered, or null
   */
  public record Last(int attempts, int status, Problem problem) {}

  /**
   * When what happened, or will.
   *
   * @param created when the event came to be
   * @param due when it is sent next, if it is pending
   * @param ended when it was delivered or given up
   */
  public record Times(long created, long due, long ended) {}
}
