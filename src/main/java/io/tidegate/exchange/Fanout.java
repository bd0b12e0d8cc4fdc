package io.tidegate.exchange;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Signals the many readers of one answer in portions, of which one is under way at a time.
 *
 * <p>What a signal does is to write to a client, and ten thousand of that would keep the writer's
 * thread, which serves other nodes' answers, too, and every processor from all other calls. Between
 * two portions the calls that wait for a thread have their turn. Thread-safe; never blocks.
 *
 * <p>INVARIANT: after each {@link #signal} a round begins in which everybody is signalled who was a
 * reader at its beginning.
 */
final class Fanout<T> implements Runnable {

  private static final Logger LOG = System.getLogger(Fanout.class.getName());

  /** The readers that are signalled in a row: a millisecond or two of work. */
  static final int PORTION = 64;

  private final Iterable<T> readers;
  private final Consumer<T> signal;
  private final Executor threads;
  private final AtomicInteger wishes = new AtomicInteger();

  /** The wishes that this round meets. Both are for the thread of the portion under way. */
  private int met;

  private Iterator<T> round;

  /** A fan-out of {@code signal} to {@code readers}, whose iterators are snapshots. */
  Fanout(Iterable<T> readers, Consumer<T> signal, Executor threads) {
    this.readers = requireNonNull(readers, "readers");
    this.signal = requireNonNull(signal, "signal");
    this.threads = requireNonNull(threads, "threads");
  }

  /** Has everybody signalled, soon and after this call began. */
  void signal() {
    if (wishes.getAndIncrement() == 0 && !handedOver()) {
      run();
    }
  }

  /** Signals a portion; all of them where no other thread takes the next one. */
  @Override
  public void run() {
    do {
      portion();
    } while (moreIsWanted() && !handedOver());
  }

  private void portion() {
    if (round == null) {
      met = wishes.get();
      round = readers.iterator();
    }
    for (int i = 0; i < PORTION && round.hasNext(); i++) {
      signal(round.next());
    }
  }

  /** What one gets wrong keeps the signal from nobody else. */
  private void signal(T reader) {
    try {
      signal.accept(reader);
    } catch (RuntimeException | Error mistake) {
      LOG.log(Level.ERROR, "a reader of an answer failed", mistake);
    }
  }

  private boolean moreIsWanted() {
    if (round.hasNext()) {
      return true;
    }
    round = null;
    return wishes.addAndGet(-met) != 0;
  }

  private boolean handedOver() {
    try {
      threads.execute(this);
      return true;
    } catch (RuntimeException | Error none) {
      // The server stops, or has no room for another thread.
      return false;
    }
  }
}
