package io.tidegate.routing;

import io.tidegate.exchange.Permit;

/**
 * A node and the right to give it one call.
 *
 * @param node the node
 * @param permit its place, to be closed when the attempt has ended
 */
record Place(Node node, Permit permit) {}
