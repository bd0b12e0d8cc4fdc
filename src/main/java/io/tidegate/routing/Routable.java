package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.routing.balancing.Prompt;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Capability;
import io.tidegate.routing.nodes.Node;

/** A call as whoever finds it a node sees it. Thread-safe; no method blocks or calls out. */
interface Routable {

  /** The call itself. */
  Call call();

  /** What is known of its prompt. */
  Prompt prompt();

  /** The model that it asks nodes for at present: the client's, or one that stands in for it. */
  String model();

  /** What it asks nodes for at present. */
  Capability capability();

  /**
   * Whether it must not go there again: the node has had it, or the account has refused it, or
   * cannot read it.
   */
  boolean refusedBy(Node node, Account account);

  /** Whether {@code account} has an attempt of it, beside which it must not get another. */
  boolean runsOn(Account account);

  /** The attempts that were begun so far. */
  int attempts();

  /** The attempts but for those at nodes of which nobody knew that they lack the capability. */
  int tries();
}
