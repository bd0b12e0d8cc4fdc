package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * The failures of a capability at a node since it last went well there, as far as nobody knows
 * whether the node or the calls are at fault.
 *
 * <p>A call that fails may be one that fails everywhere. Where no second node has said anything of
 * it, five in a row put the node on trial: others go before it, which shows. If a node that was
 * well fails now, too, it was the calls. If others serve so many that this one's share of failures
 * would have shown among them in all but one of ten thousand cases, it is the node. (Envoy's
 * success-rate ejection compares nodes as they are; but calls are not dealt out at random, so that
 * a node may get all the bad ones.)
 *
 * <p>Times are readings of the nano clock. Thread-safe.
 */
public final class Streak {

  /** So many failures in a row say anything. */
  static final int ENOUGH = 5;

  /** Later ones in a row say nothing of the calls any more. */
  private static final int SURPRISING = 2;

  /** -ln(1/10 000). */
  private static final double DOUBT = 9.21;

  private static final long LONGEST_TRIAL = Duration.ofMinutes(5).toNanos();

  private final CapabilityTally tally;

  private boolean everServed;
  private long served;
  private int undecided;
  private int unproven;
  private long servedBefore;
  private boolean trial;
  private long trialBegan;
  private long surprisesBefore;
  private long servedToConvict;

  Streak(CapabilityTally tally) {
    this.tally = tally;
  }

  /** A call was answered. */
  synchronized void served(long now) {
    tally.served();
    everServed = true;
    served = now;
    forget();
  }

  /** A call has failed; whether it or the node is at fault is told later, once. */
  public synchronized void accused() {
    if (undecided++ == 0 && unproven == 0) {
      servedBefore = tally.allServed();
    }
  }

  /** It is known who is at fault for the failure that was met {@code at} that time. */
  public synchronized void settled(long at) {
    if (since(at)) {
      undecided = Math.max(0, undecided - 1);
    }
  }

  /** Nobody will ever know who is at fault for the failure that was met {@code at} that time. */
  public synchronized void unproven(long at, long now) {
    if (!since(at)) {
      tally.surprised();
      return;
    }
    settled(at);
    if (++unproven <= SURPRISING) {
      tally.surprised();
    }
    if (unproven >= ENOUGH && !trial) {
      begin(now);
    }
  }

  /** Whether others should be asked first. */
  synchronized boolean suspect() {
    return trial || undecided >= ENOUGH;
  }

  /** Whether the trial is over and the node is at fault; true once. */
  public synchronized boolean guilty(long now) {
    if (!trial) {
      return false;
    }
    boolean convicted = tally.allServed() >= servedToConvict;
    boolean acquitted = tally.allSurprises() > surprisesBefore || now - trialBegan > LONGEST_TRIAL;
    if (acquitted || convicted) {
      forget();
    }
    return convicted && !acquitted;
  }

  /** Whether no call was answered after {@code at}. */
  public synchronized boolean since(long at) {
    return !everServed || at - served >= 0;
  }

  /** Whether a call was answered at {@code moment} or later. */
  public synchronized boolean servedSince(long moment) {
    return everServed && served - moment >= 0;
  }

  private void begin(long now) {
    trial = true;
    trialBegan = now;
    surprisesBefore = tally.allSurprises();
    // Nothing has gone well here meanwhile, so that what did was elsewhere.
    long elsewhere = tally.allServed() - servedBefore;
    double share = (double) unproven / (unproven + elsewhere);
    servedToConvict = tally.allServed() + (long) Math.ceil(DOUBT / share);
  }

  private void forget() {
    undecided = 0;
    unproven = 0;
    trial = false;
  }
}
