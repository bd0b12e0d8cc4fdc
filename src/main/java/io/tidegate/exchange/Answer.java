package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * An append-only log of response events with a head and an end.
 *
 * <p>One writer appends; any number of readers follow, each with its own cursor, and neither side
 * ever blocks. A plain response is a log of one event.
 *
 * <p>INVARIANT: an event is reachable from its predecessor only, so that it can be collected as
 * soon as every reader has passed it and the log no longer retains its start. What a slow reader
 * has not taken yet is bounded by the writer, which is told by {@link #onDrained} how much was.
 */
public final class Answer {

  /** One event and the way to the next. */
  static final class Link {
    final byte[] event;
    volatile Link next;

    Link(byte[] event) {
      this.event = event;
    }
  }

  private static final byte[] NO_BYTES = {};

  /** So many readers are signalled on the writer's own thread. */
  static final int FEW = 32;

  private volatile long retained;
  private final List<AnswerReader> readers = new CopyOnWriteArrayList<>();
  private final DrainMark drained = new DrainMark(readers);
  private final Fanout<AnswerReader> fanout;

  private Link last = new Link(NO_BYTES);
  private long written;
  private volatile Link origin = last;
  private volatile boolean opened;
  private volatile boolean accepted;
  private volatile AnswerHead head;
  private volatile Failure failure;
  private volatile Usage usage = Usage.NONE;
  private volatile boolean ended;
  private volatile Runnable onAbandoned = () -> {};
  private volatile Runnable onLeft = () -> {};
  private volatile LongConsumer onDrained = bytes -> {};
  private volatile Predicate<Failure> rescue = reason -> false;

  /** An empty log whose start is let go once a reader has it. */
  public Answer() {
    this(0);
  }

  /** An empty log that further readers may join until more than {@code retained} bytes are in. */
  public Answer(long retained) {
    this(retained, Runnable::run);
  }

  /** The same; readers are signalled on {@code threads} once they are more than a few. */
  public Answer(long retained, Executor threads) {
    this.retained = retained;
    this.fanout = new Fanout<>(readers, Answer::signalFollower, threads);
  }

  /** Writer: sets what is called, once or more, when the last reader has left before the end. */
  public void onAbandoned(Runnable listener) {
    onAbandoned = requireNonNull(listener, "listener");
    if (opened && readers.isEmpty() && !ended) {
      listener.run();
    }
  }

  /** Writer: sets what is told how many more bytes even the slowest reader has taken. */
  public void onDrained(LongConsumer listener) {
    onDrained = requireNonNull(listener, "listener");
  }

  /**
   * Writer: a node has begun to reply with a success, or has ended without one. Unlike a head it
   * promises nothing: another node may be asked yet, and may refuse.
   */
  public void accepted(boolean byNode) {
    accepted = byNode;
  }

  /** Writer: announces the answer; called before the first event. */
  public void begin(AnswerHead announced) {
    head = requireNonNull(announced, "head");
  }

  /**
   * Writer: lets the log's start go; from now on no reader can join, and each one's pace counts.
   */
  public void retainNoMore() {
    retained = -1;
    if (opened) {
      origin = null;
    }
  }

  /**
   * Writer: sets what is called, once or more, when the last reader has left, also after the end.
   */
  public void onLeft(Runnable listener) {
    onLeft = requireNonNull(listener, "listener");
    if (opened && readers.isEmpty()) {
      listener.run();
    }
  }

  /** Writer: adds an event, which must not be changed afterwards. */
  public void append(byte[] event) {
    Link link = new Link(event);
    written += event.length;
    last.next = link;
    last = link;
    if (written <= retained) {
      // It is kept in any case, so that no reader's pace makes a difference.
      drained(drained.reach(written));
    } else if (opened) {
      origin = null;
    }
    signal();
  }

  /** Writer: ends the log; everything was said. */
  public void complete(Usage reported) {
    usage = reported;
    ended = true;
    signal();
  }

  /**
   * Sets what may rescue the answer from a failure before its head: it returns true when it has
   * ended the log in another way, or has found another writer for it.
   */
  public void onFailure(Predicate<Failure> rescue) {
    this.rescue = requireNonNull(rescue, "rescue");
  }

  /** Writer: ends the log early, with or without a head. Does nothing after an end. */
  public void fail(Failure reason) {
    if (!ended && !(head == null && rescue.test(reason))) {
      failure = requireNonNull(reason, "reason");
      ended = true;
      signal();
    }
  }

  /**
   * A cursor at the start of the log, or nothing when the start has been let go.
   *
   * @param signal called after each change, by any thread, by two at once, and once more after the
   *     reader is closed; it must not block. The caller looks once by itself after this method
   *     returns
   */
  public Optional<AnswerReader> open(Runnable signal) {
    Link start = origin;
    if (start == null) {
      return Optional.empty();
    }
    AnswerReader reader = new AnswerReader(this, start, signal);
    readers.add(reader);
    opened = true;
    return Optional.of(reader);
  }

  /** A cursor that is told of changes only once somebody {@link AnswerReader#listen listens}. */
  public Optional<AnswerReader> open() {
    return open(() -> {});
  }

  /** The head, or null while none is known. */
  public AnswerHead head() {
    return head;
  }

  /** Whether a node replies with a success, as far as one knows. */
  public boolean isAccepted() {
    return accepted;
  }

  /** Whether nothing more will be appended. */
  public boolean ended() {
    return ended;
  }

  /** Why the log ended early, or null. */
  public Failure failure() {
    return failure;
  }

  /** What the node reported once the log is complete. */
  public Usage usage() {
    return usage;
  }

  boolean holdsUp(AnswerReader late) {
    return origin == null
        && readers.stream()
            .anyMatch(each -> !each.isAttendant() && each.position() > late.position());
  }

  void moved(AnswerReader reader) {
    drained(drained.moved(reader));
  }

  private void drained(long bytes) {
    if (bytes > 0) {
      onDrained.accept(bytes);
    }
  }

  void left(AnswerReader reader) {
    if (!readers.remove(reader)) {
      return;
    }
    if (!readers.isEmpty()) {
      // It may have been the slowest, for which the writer waits.
      drained(drained.left(reader));
      return;
    }
    if (!ended) {
      onAbandoned.run();
    }
    onLeft.run();
  }

  /** Attendants are the writer's to signal. */
  private static void signalFollower(AnswerReader reader) {
    if (!reader.isAttendant()) {
      reader.signal();
    }
  }

  private void signal() {
    boolean few = readers.size() <= FEW;
    for (AnswerReader reader : readers) {
      if (few || reader.isAttendant()) {
        reader.signal();
      }
    }
    if (!few) {
      fanout.signal();
    }
  }
}
