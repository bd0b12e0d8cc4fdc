package io.tidegate.cache.answer;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;

/**
 * A flight's own cursor in its answer: it takes down what is added while that may be kept, and lets
 * it pass from then on.
 *
 * <p>Driven by the answer's writer; {@link #on} and {@link #close} are for any thread.
 */
public final class Recording {

  private final AnswerReader reader;
  private final Capture capture;
  private final Runnable tooLong;
  private final Runnable ended;
  private int untold;
  private volatile boolean on = true;

  /**
   * A recording of {@code answer}.
   *
   * @param capture what may be kept
   * @param tooLong is called once there is more
   * @param ended is called when the answer has ended
   */
  public Recording(Answer answer, Capture capture, Runnable tooLong, Runnable ended) {
    this.capture = capture;
    this.tooLong = tooLong;
    this.ended = ended;
    this.reader = answer.open(this::take).orElseThrow();
    reader.attends();
  }

  private void take() {
    for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
      untold += event.length;
      if (on && !capture.add(event)) {
        on = false;
        // From here on it is bounded by the pace of its readers.
        reader.answer().retainNoMore();
        tooLong.run();
      }
      if (!on) {
        reader.passedOn(untold);
        untold = 0;
      }
    }
    if (reader.finished()) {
      ended.run();
      close();
    }
  }

  /** Whether all that was added so far is taken down. */
  public boolean on() {
    return on;
  }

  /** Takes down nothing more: the answer is kept already. */
  public void stop() {
    on = false;
  }

  /** The entry of the ended answer, or null if it must not be stored. */
  public Entry entry(Origin origin, Lifetime lifetime, long epoch, boolean stream) {
    return on ? capture.entry(origin, lifetime, epoch, stream) : null;
  }

  /** Leaves the answer; what was taken down is of no more use. */
  public void close() {
    capture.close();
    reader.close();
  }
}
