package io.tidegate.routing;

import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.upstream.NodeAddress;

/**
 * A node and the right to give it one call.
 *
 * @param node the node
 * @param target where and with which key it is asked: it may be given another one meanwhile
 * @param model the model, by its public name
 * @param serving that model at that node
 * @param account whose limit the call counts against
 * @param permit its place at all of them, to be closed when the attempt has ended
 * @param modelInFlight the calls that the model had at the node then, this one included
 * @param accountInFlight the calls that the model had at the account then, this one included
 * @param probe whether it is the one call that tries a half-open breaker
 * @param reserved what was reserved of the public nodes' budget, 0 for none
 */
record Place(
    Node node,
    NodeAddress target,
    String model,
    NodeModel serving,
    Account account,
    Permit permit,
    int modelInFlight,
    int accountInFlight,
    boolean probe,
    double reserved) {
  /** What it has cost to use {@code usage}; {@code served} if an answer was given. */
  double cost(Usage usage, boolean served) {
    return served && !usage.reported()
        ? reserved
        : node.spec().billing().cost(Math.max(0, usage.input()), Math.max(0, usage.output()));
  }
}
