package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

/**
 * One reader's cursor in an {@link Answer}; used by one thread at a time, closed by any.
 *
 * <p>Closing it tells the answer that nobody waits here any more.
 */
public final class AnswerReader extends DrainMark.Cursor implements AutoCloseable {

  private final Answer answer;
  private volatile Runnable signal;
  private Answer.Link at;
  private volatile long position;

  private volatile boolean attendant;

  AnswerReader(Answer answer, Answer.Link start, Runnable signal) {
    this.answer = answer;
    this.at = start;
    this.signal = requireNonNull(signal, "signal");
  }

  /**
   * Sets what is called after each change, as {@link Answer#open(Runnable)} has it. The caller
   * looks once by itself after this method returns.
   */
  public void listen(Runnable listener) {
    signal = requireNonNull(listener, "listener");
  }

  /** The next event, which the caller must not change, or null while there is none. */
  public byte[] poll() {
    Answer.Link next = at.next;
    if (next == null) {
      return null;
    }
    at = next;
    return next.event;
  }

  /** Reports {@code bytes} of the polled events as passed on, so that the writer may go on. */
  public void passedOn(int bytes) {
    skip(bytes);
    answer.moved(this);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time advances a cursor
  void skip(int bytes) {
    position += bytes;
  }

  /** Whether every event was polled and no more will come. */
  public boolean finished() {
    // The order matters: an end seen first means that the last event is visible too.
    return answer.ended() && at.next == null;
  }

  /** Says that it reads for nobody who waits: it is signalled on the writer's thread, always. */
  public void attends() {
    attendant = true;
  }

  boolean isAttendant() {
    return attendant;
  }

  /**
   * Whether it keeps the log from going on for others: something is left for it to take, others who
   * wait have more than it, and nothing is kept for those who are late. For its own thread.
   */
  public boolean holdsUpOthers() {
    return at.next != null && answer.holdsUp(this);
  }

  /** The bytes passed on so far. */
  @Override
  public long position() {
    return position;
  }

  /** The answer that is read. */
  public Answer answer() {
    return answer;
  }

  /** Leaves the answer; when no reader is left before its end, its source is cancelled. */
  @Override
  public void close() {
    answer.left(this);
  }

  void signal() {
    signal.run();
  }
}
