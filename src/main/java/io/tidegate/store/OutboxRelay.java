package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Turns;
import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.work.Complaint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries messages from the outbox to the broker (the transactional outbox, Richardson,
 * "Microservices Patterns", 2018).
 *
 * <p>What was sent and could not be removed is sent again; the broker knows it by its duplicate id.
 * Thread-safe; never blocks its callers.
 */
public final class OutboxRelay {

  /** How many messages go in one transaction. */
  static final int PORTION = 500;

  private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
  private static final List<String> QUEUES = List.of(Queues.JOBS, Queues.BATCHES, Queues.STEPS);

  private final Outbox outbox;
  private final Publisher publisher;
  private final InstantSource wall;
  private final Executor executor;
  private final Metrics.Counter passed;
  private final Turns turns = new Turns();

  /** Whether a nudge waits for its thread: each job that comes or ends is one more. */
  private final AtomicBoolean nudged = new AtomicBoolean();

  private volatile boolean full;
  private final Complaint trouble = new Complaint(LOG);

  /** Carries from {@code outbox} to {@code publisher}, on {@code executor}. */
  public OutboxRelay(
      Outbox outbox, Publisher publisher, InstantSource wall, Executor executor, Metrics metrics) {
    this.outbox = requireNonNull(outbox, "outbox");
    this.publisher = requireNonNull(publisher, "publisher");
    this.wall = requireNonNull(wall, "wall");
    this.executor = requireNonNull(executor, "executor");
    this.passed = metrics.counter(Metric.OUTBOX_PASSED);
  }

  /** Carries soon: after a commit that wrote to the outbox. */
  public void nudge() {
    if (nudged.compareAndSet(false, true)
        && !soon(
            () -> {
              nudged.set(false);
              turns.take(this::carry);
            })) {
      nudged.set(false);
    }
  }

  /** Looks whether a message has fallen due, or was left by another server; from time to time. */
  public void look() {
    var unused =
        soon(
            () -> {
              // Also if a nudge was lost on its way to a thread.
              nudged.set(false);
              turns.take(this::carryWhatIsDue);
            });
  }

  private boolean soon(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException busy) {
      LOG.log(Level.DEBUG, "the outbox is looked into by the next nudge");
      return false;
    }
  }

  /** Whether the broker had no room for a job when it was last asked. */
  public boolean full() {
    return full;
  }

  /** One question to the database where there is nothing to do, and not one for each queue. */
  private void carryWhatIsDue() {
    if (full || trouble.isOpen() || anyDue()) {
      carry();
    }
  }

  private boolean anyDue() {
    try {
      return outbox.backlog(wall.millis()) > 0;
    } catch (RuntimeException away) {
      // Carrying will say so, once.
      return true;
    }
  }

  /** A queue that takes nothing holds up no other. */
  private void carry() {
    boolean well = true;
    for (String queue : QUEUES) {
      well &= carried(queue);
    }
    if (well) {
      trouble.settle();
    }
  }

  private boolean carried(String queue) {
    try {
      int count;
      do {
        count = outbox.pass(queue, PORTION, wall.millis(), publisher::publish);
        passed.add(count);
        // Also with none: what was refused here, another server may have handed over since.
        full &= !queue.equals(Queues.JOBS);
      } while (count == PORTION);
      return true;
    } catch (BrokerException refused) {
      full = queue.equals(Queues.JOBS) ? refused.full() : full;
      complain(refused.getMessage());
    } catch (StoreException away) {
      complain(away.reason());
    } catch (RuntimeException | Error mistake) {
      // An error, too: it would leave nobody to take the next turn.
      trouble.tellMistake("messages wait in the outbox", mistake);
    }
    return false;
  }

  private void complain(String reason) {
    trouble.tell("messages wait in the outbox: {0}", reason);
  }
}
