package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signals the many readers of one answer in portions, of which one is under way at a time.
 *
 * <p>What a signal does is to write to a client, and ten thousand of that would keep the writer's
 * thread, which serves other nodes' answers, too, and every processor from all other calls. Between
 * two portions the calls that wait for a thread have their turn. Thread-safe; never blocks.
 *
 * <p>INVARIANT: after each {@link #signal} a round begins in which everybody is signalled who was a
 * reader at its beginning and is no attendant.
 */
final class Fanout implements Runnable {

  /** The readers that are signalled in a row: a millisecond or two of work. */
  static final int PORTION = 64;

  private final Iterable<AnswerReader> readers;
  private final Executor threads;
  private final AtomicInteger wishes = new AtomicInteger();

  /** The wishes that this round meets. Both are for the thread of the portion under way. */
  private int met;

  private Iterator<AnswerReader> round;

  /** A fan-out to {@code readers}, whose iterators are snapshots, on {@code threads}. */
  Fanout(Iterable<AnswerReader> readers, Executor threads) {
    this.readers = requireNonNull(readers, "readers");
    this.threads = requireNonNull(threads, "threads");
  }

  /** Has everybody signalled, soon and after this call began. */
  void signal() {
    if (wishes.getAndIncrement() == 0) {
      handOver();
    }
  }

  /** Signals a portion. */
  @Override
  public void run() {
    if (round == null) {
      met = wishes.get();
      round = readers.iterator();
    }
    try {
      for (int i = 0; i < PORTION && round.hasNext(); i++) {
        AnswerReader reader = round.next();
        if (!reader.isAttendant()) {
          reader.signal();
        }
      }
    } finally {
      goOn();
    }
  }

  private void goOn() {
    if (round.hasNext()) {
      handOver();
    } else {
      round = null;
      if (wishes.addAndGet(-met) != 0) {
        handOver();
      }
    }
  }

  private void handOver() {
    try {
      threads.execute(this);
    } catch (RejectedExecutionException stopping) {
      run();
    }
  }
}
