package io.tidegate.routing;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where one call has been, and for which of its models. Not thread-safe: it is the call's own,
 * under the call's lock.
 */
final class Itinerary {

  private final List<String> models;
  private final Set<Node> tried = new HashSet<>(4);
  private final Set<Node> failed = new HashSet<>(2);
  private final Set<Account> refusedBy = new HashSet<>(2);
  private int model;

  /**
   * The way of a call for {@code models}: the one asked for, and those that may stand in for it.
   */
  Itinerary(List<String> models) {
    this.models = models;
  }

  String model() {
    return models.get(model);
  }

  /** The model of {@code place}, or null if it is the one the client asked for. */
  String fallback(Place place) {
    return place.model().equals(models.get(0)) ? null : place.model();
  }

  boolean excludes(Node node, Account account) {
    return tried.contains(node) || refusedBy.contains(account);
  }

  Needs needs(Operation operation, boolean pinned) {
    return new Needs(operation, pinned, tried, refusedBy);
  }

  void visits(Node node) {
    tried.add(node);
  }

  void learns(Place place, Outcome outcome) {
    switch (outcome.kind()) {
      case FAILED, UNREACHABLE, TIMED_OUT -> failed.add(place.node());
      case COMPLETED, BUSY, UNSUPPORTED, REJECTED, CANCELLED -> {}
    }
    if (outcome.status() == Account.LIMIT_STATUS) {
      refusedBy.add(place.account());
    }
  }

  /** Turns to the next model; false if there is none. */
  boolean next() {
    if (model + 1 >= models.size()) {
      return false;
    }
    model++;
    // Busy for one model is not busy for another; a node that has failed has failed.
    tried.retainAll(failed);
    refusedBy.clear();
    return true;
  }
}
