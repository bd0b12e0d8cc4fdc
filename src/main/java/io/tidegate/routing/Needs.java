package io.tidegate.routing;

import io.tidegate.exchange.Operation;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Node;
import java.util.Set;

/**
 * What decides which nodes a waiting call may use, whatever it costs.
 *
 * @param operation what is asked: not every node offers all
 * @param pinned whether only private nodes may see it
 * @param beta whether it belongs to a beta root
 * @param maker the account that alone can read it, or null
 * @param tried the nodes it has been to
 * @param refusedBy the accounts that have refused it
 */
record Needs(
    Operation operation,
    boolean pinned,
    boolean beta,
    Account maker,
    Set<Node> tried,
    Set<Account> refusedBy) {

  Needs {
    tried = Set.copyOf(tried);
    refusedBy = Set.copyOf(refusedBy);
  }
}
