package io.tidegate.routing;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.upstream.Upstream;

/**
 * One attempt of a call at one node, from its start to its outcome.
 *
 * <p>Thread-safe. Never calls out under its lock.
 */
final class RoutedAttempt implements Upstream.Progress {

  private final RoutedCall call;
  private final Place place;
  private final int number;
  private final long started;
  private final Placement placement;

  private Upstream.Running running;
  private Failure cancelled;
  private boolean ended;
  private volatile boolean silent = true;
  private volatile boolean movedOn;

  RoutedAttempt(RoutedCall call, Place place, int number, Placement placement, long started) {
    this.call = call;
    this.place = place;
    this.number = number;
    this.placement = placement;
    this.started = started;
  }

  @Override
  public boolean mayDeliver(long firstContent) {
    silent = false;
    return call.first(this, firstContent);
  }

  @Override
  public void ended(Outcome outcome) {
    silent = false;
    synchronized (this) {
      ended = true;
    }
    call.ended(this, outcome);
  }

  /** Connects the attempt with what runs it, and cancels it if somebody wanted that meanwhile. */
  void runs(Upstream.Running what) {
    Failure why;
    synchronized (this) {
      running = what;
      why = ended ? null : cancelled;
    }
    if (why != null) {
      what.cancel(why);
    }
  }

  void cancel(Failure why) {
    Upstream.Running current;
    synchronized (this) {
      cancelled = cancelled == null ? why : cancelled;
      current = running;
    }
    if (current != null) {
      current.cancel(why);
    }
  }

  /** Ends the attempt so that its call can go to another node, unless content has just come. */
  void moveOn(Failure why) {
    if (call.letsGo(this)) {
      cancel(why);
    }
  }

  /** Takes the right to deliver from it; for the call, under the call's lock. */
  void movesOn() {
    movedOn = true;
  }

  boolean movedOn() {
    return movedOn;
  }

  /** Whether no content has come yet and the attempt is still under way. */
  boolean silent() {
    return silent;
  }

  RoutedCall call() {
    return call;
  }

  Place place() {
    return place;
  }

  Placement placement() {
    return placement;
  }

  int number() {
    return number;
  }

  /** When it was started, on the nano clock. */
  long started() {
    return started;
  }

  boolean stream() {
    return call.call().stream();
  }
}
