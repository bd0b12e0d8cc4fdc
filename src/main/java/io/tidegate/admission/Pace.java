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

  /** A node that does so much less than it can lets nobody wait. */
  private static final double SPARE = 0.9;

  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  /** What must be left of the work at a node that is given fewer calls, as long as those waited. */
  private static final double KEPT = 0.75;

  /** What must be left of the most that was done with more calls, in such a try. */
  private static final double STEADY = 0.93;

  /** What is done, by Little's law from a few answers of different lengths, may be this, too. */
  private static final double LUCK = 0.8;

  /** By so much fewer a node is tried that turned out to let calls wait: more of them may. */
  private static final double FEWER = 0.7;

  /** By so much more a node is tried that has seemed to be crowded for long. */
  private static final double MORE = 1.5;

  /**
   * A change of a limit that has to prove itself.
   *
   * @param at when it was made
   * @param from the limit before
   * @param to the limit since
   * @param throughput what the node did before, in tokens a nanosecond
   * @param least the part of that which must be left for the change to stay
   * @param further whether it follows one that has shown that calls wait at the node
   */
  record Try(long at, double from, double to, double throughput, double least, boolean further) {

    boolean holds(double after) {
      return after >= least * throughput;
    }
  }

  private double atRest = UNKNOWN;
  private double throughputAtRest = UNKNOWN;
  private double groupTime;
  private double groupWork;
  private double groupInFlight;
  private int group;
  private double time;
  private double work;
  private int samples;
  private long windowBegan;
  private double inFlight;
  private double slowness = 1;
  private double atWork;
  private double throughput;

  /** The work that ended in the last window, by its length. */
  private double ended;

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
    groupInFlight += sample.inFlightAtStart();
    if (++group == GROUP) {
      if (groupTime / groupWork < atRest) {
        atRest = groupTime / groupWork;
        throughputAtRest = groupInFlight / GROUP / atRest;
      }
      groupTime = 0;
      groupWork = 0;
      groupInFlight = 0;
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
    throughput = inFlight / samples * work / time;
    ended = work / (now - windowBegan);
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

  /**
   * How much the node did in a nanosecond, in tokens: by Little's law, from how many calls were in
   * flight and how long each took for its length. What is known of it at rest does not matter.
   */
  double throughput() {
    return throughput;
  }

  /**
   * Whether what passes for rest was seen with less than nine tenths of {@code most} being done.
   */
  boolean rested(double most) {
    return throughputAtRest < SPARE * most;
  }

  /**
   * A change to {@code fewer} calls than {@code limit}, of which some seem to wait. By what ended
   * in the window a full node is known better, and one whose calls have become others not at all.
   */
  Try tryFewer(double fewer, double limit, long now) {
    double before = Math.min(throughput, Math.max(ended, LUCK * throughput));
    return new Try(now, limit, fewer, before, KEPT, false);
  }

  /** A change to more calls than {@code limit}, but not over {@code maximum}. */
  Try tryMore(double limit, double maximum, long now) {
    double more = Math.min(maximum, MORE * limit);
    return new Try(now, limit, more, throughput, Math.sqrt(more / limit), false);
  }

  /** A change to fewer calls still than after {@code last}; at least one. */
  Try tryStillFewer(Try last, long now) {
    double most = Math.max(last.throughput(), throughput);
    return new Try(now, last.to(), Math.max(1, FEWER * last.to()), most, STEADY, true);
  }

  /** Takes the last window for the node at rest: that is how fast it answers what it is asked. */
  void rebase() {
    atRest *= slowness;
    slowness = 1;
  }
}
