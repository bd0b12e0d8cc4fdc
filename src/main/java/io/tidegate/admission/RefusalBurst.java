package io.tidegate.admission;

/**
 * The refusals of a node that belong together, and how many calls it has kept meanwhile.
 *
 * <p>Refusals are of one burst when their calls began before another one of them came: they were
 * sent when nobody knew yet. Times are readings of the nano clock. Guarded by its limit's lock.
 */
final class RefusalBurst {

  private boolean begun;
  private long began;
  private long last;
  private long heldUntil;

  /** The most calls in flight that the refused ones have met, and their number. */
  private int peak;

  private int refused;

  /** The limit, and the most that was seen to work, when the burst began. */
  private int limit;

  private int worked;

  /** Whether a call that began at {@code started} was sent before the last refusal came. */
  boolean holds(long started) {
    return begun && started - last <= 0;
  }

  /** Begins anew, at {@code limit} and when so many calls at once were seen to work. */
  void begin(int limit, int worked, long now) {
    this.limit = limit;
    this.worked = worked;
    began = now;
    peak = 0;
    refused = 0;
  }

  /** Takes a refusal in, which asks for no more until {@code hold} at least. */
  void add(Sample sample, long hold, long now) {
    if (!begun || hold - heldUntil > 0) {
      heldUntil = hold;
    }
    begun = true;
    last = now;
    refused++;
    peak = Math.max(peak, sample.inFlightAtStart());
  }

  /**
   * The least number of calls that is known to be too many, at least 1: one more than the node has
   * kept. Too high until the last refusal has come.
   *
   * @param inFlight those that it has at present, the refused one included
   */
  int crowd(int inFlight) {
    return Math.max(1, Math.min(limit, Math.max(peak - refused + 1, inFlight)));
  }

  /** The most calls at once that were seen to work when it began. */
  int worked() {
    return worked;
  }

  /** Whether there was none, or it began before {@code time}. */
  boolean beganBefore(long time) {
    return !begun || time - began > 0;
  }

  /** Whether one began no longer than {@code memory} ago. */
  boolean within(long memory, long now) {
    return begun && now - began < memory;
  }

  /** Whether the node wants no more at {@code now} than it has kept. */
  boolean held(long now) {
    return begun && now - heldUntil < 0;
  }
}
