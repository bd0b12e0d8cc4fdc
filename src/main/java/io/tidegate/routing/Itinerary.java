package io.tidegate.routing;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Refuser;
import io.tidegate.routing.nodes.Account;
import io.tidegate.routing.nodes.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where one call has been and where it is, for which of its models, until it is over.
 *
 * <p>INVARIANT: at most one attempt wins, and only the winner writes the answer. No attempt begins
 * after the call was cancelled or is over.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
final class Itinerary {

  private final List<String> models;
  private final Account maker;
  private final Set<Node> tried = new HashSet<>(4);
  private final Set<Node> failed = new HashSet<>(2);
  private final Set<Account> refusedBy = new HashSet<>(2);
  private final List<RoutedAttempt> running = new ArrayList<>(2);
  private int model;
  private int attempts;
  private int misdirected;
  private RoutedAttempt winner;
  private Failure cancelled;
  private boolean over;

  /**
   * The way of a call for {@code models}: the one asked for, and those that may stand in for it.
   *
   * @param maker the account that alone can read the call, or null
   */
  Itinerary(List<String> models, Account maker) {
    this.models = models;
    this.maker = maker;
  }

  synchronized String model() {
    return models.get(model);
  }

  /** The model of {@code place}, or null if it is the one the client asked for. */
  String fallback(Place place) {
    return place.model().equals(models.get(0)) ? null : place.model();
  }

  /** Whether the node has had the call, or the account has refused it or cannot read it. */
  synchronized boolean excludes(Node node, Account account) {
    return (maker != null && account != maker)
        || tried.contains(node)
        || refusedBy.contains(account);
  }

  synchronized Needs needs(Call call) {
    boolean beta = call.request().facts().beta();
    return new Needs(call.operation(), call.terms().pinned(), beta, maker, tried, refusedBy);
  }

  synchronized boolean runsOn(Account account) {
    for (RoutedAttempt attempt : running) {
      if (attempt.start().place().account() == account) {
        return true;
      }
    }
    return false;
  }

  synchronized int attempts() {
    return attempts;
  }

  /** The attempts but for those that were misdirected. */
  synchronized int tries() {
    return attempts - misdirected;
  }

  /** The last attempt was at a node of which nobody knew that it lacks the capability. */
  synchronized void misdirected() {
    misdirected++;
  }

  /** Whether the call is over. */
  synchronized boolean over() {
    return over;
  }

  /** Why the call was cancelled before it was over, or null. */
  synchronized Failure cancelled() {
    return cancelled;
  }

  /** Lets no attempt begin any more; the first reason counts. The attempts under way are given. */
  synchronized List<RoutedAttempt> cancel(Failure why) {
    if (!over && cancelled == null) {
      cancelled = why;
    }
    return List.copyOf(running);
  }

  /**
   * Begins an attempt of {@code call} in {@code place}; {@code beside} another, or while none is
   * under way. Null if it may not.
   */
  synchronized RoutedAttempt begin(
      RoutedAttempt.Owner call, Place place, boolean beside, AttemptBooks books) {
    if (!open() || running.isEmpty() == beside) {
      return null;
    }
    tried.add(place.node());
    // Leads to nothing that waits or calls back.
    AttemptStart start = books.began(call, place, ++attempts, beside);
    RoutedAttempt attempt = new RoutedAttempt(call, start);
    running.add(attempt);
    return attempt;
  }

  /** Lets {@code attempt} win; the losers are given, or null if it may not. */
  synchronized List<RoutedAttempt> first(RoutedAttempt attempt) {
    if (winner != null || attempt.movedOn()) {
      return null;
    }
    winner = attempt;
    return running.size() == 1
        ? List.of()
        : running.stream().filter(each -> each != attempt).toList();
  }

  synchronized boolean won(RoutedAttempt attempt) {
    return winner == attempt;
  }

  /** Whether {@code attempt} may be ended for another node: not once it writes the answer. */
  synchronized boolean letsGo(RoutedAttempt attempt) {
    boolean silent = winner != attempt;
    if (silent) {
      attempt.movesOn();
    }
    return silent;
  }

  /** Learns how {@code attempt} ended; whether it was the last under way. */
  synchronized boolean ended(RoutedAttempt attempt, Outcome outcome) {
    Place place = attempt.start().place();
    running.remove(attempt);
    over |= winner == attempt;
    switch (outcome.kind()) {
      case FAILED, UNREACHABLE, TIMED_OUT -> failed.add(place.node());
      case COMPLETED, BUSY, UNSUPPORTED, REJECTED, CANCELLED -> {}
    }
    if (outcome.status() == Account.LIMIT_STATUS || outcome.refuser() == Refuser.ACCOUNT) {
      refusedBy.add(place.account());
    }
    return running.isEmpty();
  }

  /** Whether the only attempt under way is silent, so that another may begin beside it. */
  synchronized boolean hedgeable() {
    return open() && running.size() == 1;
  }

  /** Turns to the next model; false if there is none, or it is too late. */
  synchronized boolean next() {
    if (over || cancelled != null || model + 1 >= models.size()) {
      return false;
    }
    model++;
    // Busy for one model is not busy for another; a node that has failed has failed.
    tried.retainAll(failed);
    refusedBy.clear();
    return true;
  }

  /** The call is over now; false if it is already, or an attempt is under way. */
  synchronized boolean end() {
    if (over || !running.isEmpty()) {
      return false;
    }
    over = true;
    return true;
  }

  private boolean open() {
    return !over && cancelled == null && winner == null;
  }
}
