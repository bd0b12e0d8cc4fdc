package io.tidegate.routing.nodes;

import java.time.Duration;

/**
 * Whether a node has a capability at all, as far as its refusals tell (404, 405, 501 and their
 * kin).
 *
 * <p>A node that has served it lately does have it: then the refusal is about the request. Else it
 * is left out for five minutes while others may have it. Times are readings of the nano clock.
 * Thread-safe.
 */
public final class Offering {

  private static final Duration LEFT_OUT = Duration.ofMinutes(5);
  private static final Duration LATELY = Duration.ofMinutes(10);

  /** So many requests in a row that others took say that it has the capability no longer. */
  private static final int ENOUGH = 5;

  private volatile boolean lacking;
  private volatile long until;
  private boolean everServed;
  private long served;
  private int missed;

  /** Whether it may be asked. */
  public boolean open(long now) {
    return !lacking || until - now <= 0;
  }

  /** It has answered a call. */
  synchronized void served(long now) {
    everServed = true;
    served = now;
    missed = 0;
    lacking = false;
  }

  /** It says that it has no such thing. */
  public synchronized void denied(long now) {
    if (!everServed || now - served > LATELY.toNanos()) {
      leaveOut(now);
    }
  }

  /** What it said it had not, another node had. */
  public synchronized void missed(long now) {
    if (++missed >= ENOUGH) {
      leaveOut(now);
    }
  }

  /** The node was changed, so that it is to be asked again. */
  synchronized void changed() {
    lacking = false;
    everServed = false;
    missed = 0;
  }

  private void leaveOut(long now) {
    until = now + LEFT_OUT.toNanos();
    lacking = true;
    missed = 0;
  }
}
