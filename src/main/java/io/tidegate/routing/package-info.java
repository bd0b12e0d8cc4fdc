/** The way of a call from node to node: a place, an attempt, what is learned from its end. */
package io.tidegate.routing;
