package io.tidegate.admission;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * How much longer whole answers take, for their length, than they did with the node at rest.
 *
 * <p>Times are made comparable by the tokens of the answers, with {@link #BASE_TOKENS} added for
 * what comes before the first. They are summed up before they are divided, so that single short
 * answers weigh little. Other calls than before may look slow all the same; whoever acts on it has
 * to look whether that helped. Not thread-safe.
 */
final class Pace {

  /** What comes before the first token: 0.2 to 0.5 s at 20 to 50 ms a token. */
  static final long BASE_TOKENS = 10;

  /** The value at rest is the lowest of so many answers in a row. */
  static final int GROUP = 30;

  private static final long WINDOW = SECONDS.toNanos(1) / 4;
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  private double atRest = UNKNOWN;
  private double groupTime;
  private double groupWork;
  private int group;
  private double time;
  private double work;
  private int samples;
  private long windowBegan;
  private double inFlight;
  private double slowness = 1;
  private double atWork;

  /** Takes a whole answer. */
  void observe(Sample sample, long now) {
    if (samples == 0) {
      windowBegan = now;
    }
    double tokens = (double) BASE_TOKENS + sample.output();
    time += sample.total();
    work += tokens;
    inFlight += sample.inFlightAtStart();
    samples++;
    groupTime += sample.total();
    groupWork += tokens;
    if (++group == GROUP) {
      atRest = Math.min(atRest, groupTime / groupWork);
      groupTime = 0;
      groupWork = 0;
      group = 0;
    }
  }

  /**
   * Whether {@code least} answers were seen to judge by; if so, it is judged, and the next window
   * begins.
   */
  boolean windowOver(int least, long now) {
    if (samples < least || now - windowBegan < WINDOW) {
      return false;
    }
    slowness = atRest == UNKNOWN ? 1 : time / work / atRest;
    atWork = inFlight / samples / slowness;
    time = 0;
    work = 0;
    inFlight = 0;
    samples = 0;
    return true;
  }

  /** How many times as long as at rest the answers of the last window took, about 1 or more. */
  double slowness() {
    return slowness;
  }

  /**
   * How many calls the node was working at: by Little's law, of those that an answer of the last
   * window found in flight, the part of its time that it takes at rest.
   */
  double atWork() {
    return atWork;
  }

  /** Takes the last window for the node at rest: that is how fast it answers what it is asked. */
  void rebase() {
    atRest *= slowness;
    slowness = 1;
  }
}
