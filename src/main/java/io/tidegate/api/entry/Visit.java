package io.tidegate.api.entry;

import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;

/**
 * A request before its body is read.
 *
 * @param id its id
 * @param tenant who sent it
 * @param terms on what terms it is served
 * @param peer the client's connection
 * @param arrived when it came, on the nano clock
 */
public record Visit(String id, TenantId tenant, Terms terms, ClientConnection peer, long arrived) {

  /** The request attribute that holds the visit. */
  static final String ATTRIBUTE = Visit.class.getName();
}
