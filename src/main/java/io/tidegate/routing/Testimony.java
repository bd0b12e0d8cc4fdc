package io.tidegate.routing;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.Charge.Ruling;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes have said of one call so far. Thread-safe; calls nobody.
 *
 * <p>INVARIANT: each charge is handed out once, by {@link #settle}.
 */
final class Testimony {

  private final List<Charge> charges = new ArrayList<>(2);
  private Ruling ruling = Ruling.UNSERVED;
  private Failure excuse;
  private boolean denied = true;
  private int refusals;

  /** A node has content for the caller: {@code answer}, or else a refusal of the request. */
  synchronized void delivered(boolean answer) {
    ruling = answer ? Ruling.SERVED : Ruling.REFUSED;
  }

  /**
   * An attempt is over.
   *
   * @param charge what the call or the node is at fault for, or null
   * @param delivering whether it was the one with content for the caller
   */
  synchronized void ended(Outcome outcome, Charge charge, boolean delivering) {
    if (charge != null) {
      charges.add(charge);
      // What has broken off in the midst of its answer has not served the call itself.
      ruling = delivering ? Ruling.UNSERVED : ruling;
    } else if (delivering && outcome.refusedMidway()) {
      ruling = Ruling.REFUSED;
    }
    if (outcome.kind() == Kind.UNSUPPORTED) {
      refusals += outcome.refuser() == null ? 0 : 1;
    } else {
      denied = false;
      excuse = excuse(outcome);
    }
  }

  private Failure excuse(Outcome outcome) {
    Failure why = outcome.failure();
    if (why == null) {
      return excuse;
    }
    boolean said =
        outcome.kind() == Kind.FAILED
            && outcome.words() != null
            && outcome.words().message() != null;
    Failure told = said ? Failure.of(why.code(), outcome.words().message()) : why;
    return told.retryAfter(outcome.notBefore());
  }

  /** Whether a second node has just failed or refused the call. */
  synchronized boolean agreed() {
    return charges.size() == 2;
  }

  /** Whether every node that was asked said that it has no such thing. */
  synchronized boolean unanimous() {
    return denied;
  }

  /** Why the call has no answer, {@code last} being what the last node said. */
  synchronized Failure why(Failure last) {
    return excuse == null ? last : excuse;
  }

  /** What is to be decided now. */
  synchronized List<Charge> settle() {
    List<Charge> due = List.copyOf(charges);
    charges.clear();
    return due;
  }

  /** How many nodes and accounts do not take the call, of those that were not told of before. */
  synchronized int settleRefusals() {
    int due = refusals;
    refusals = 0;
    return due;
  }

  synchronized Ruling ruling() {
    return ruling;
  }
}
