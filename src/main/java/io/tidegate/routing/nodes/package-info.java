/** What is known of nodes, models at nodes and accounts: state, health, limits, prices. */
package io.tidegate.routing.nodes;
