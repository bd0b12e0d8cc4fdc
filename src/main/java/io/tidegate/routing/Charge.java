package io.tidegate.routing;

import io.tidegate.exchange.Outcome.Kind;

/**
 * A failure of a call at a node, until it is known which of the two is at fault.
 *
 * @param place where it was met
 * @param kind how the attempt ended
 * @param at when, on the nano clock
 */
record Charge(Place place, Kind kind, long at) {

  /** What became of the call in the end. */
  enum Ruling {
    /** Another node has answered it. */
    SERVED,
    /** Another node says that it is the caller's mistake. */
    REFUSED,
    /** Nobody has answered it. */
    UNSERVED
  }
}
