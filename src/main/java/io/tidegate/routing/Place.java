package io.tidegate.routing;

import io.tidegate.exchange.Permit;
import io.tidegate.exchange.Usage;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Node;
import io.tidegate.routing.nodes.NodeModel;
import io.tidegate.upstream.NodeAddress;
import java.util.concurrent.atomic.AtomicBoolean;

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
 * @param trying true for the one call that tries a half-open breaker, until that is over
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
    AtomicBoolean trying,
    double reserved) {

  /** Whether its call is the one that tries a half-open breaker, and nothing has come of it yet. */
  boolean probe() {
    return trying.get();
  }

  /** Makes it a place like any other; true if it was the probe's until now. */
  boolean endProbe() {
    return trying.getAndSet(false);
  }

  /** What it has cost to use {@code usage}; {@code served} if an answer was given. */
  double cost(Usage usage, boolean served) {
    return served && !usage.reported()
        ? reserved
        : node.spec().billing().cost(Math.max(0, usage.input()), Math.max(0, usage.output()));
  }
}
