package io.tidegate.audit;

import static java.util.Objects.requireNonNull;

import io.tidegate.logging.LogText;
import io.tidegate.store.StoreException;
import io.tidegate.work.Complaint;
import io.tidegate.work.TenantShares;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes acts down, and hangs them on the chain a moment later: nobody who administers waits for
 * that. While the database is away acts are kept here, and each is written to the server's log;
 * once {@value #MOST} are, there is no room, and nothing more may be changed. There is none for one
 * actor alone before that: who acts much, or is refused much, takes no switch from the others.
 *
 * <p>An act is written once, though the connection is lost while it is. Thread-safe; {@link #flush}
 * waits for the database, nothing else does.
 */
public final class AuditLog {

  /** So many acts wait at most; some more may be under way when that is reached. */
  static final int MOST = 1_000;

  /** So many quarters of the room that others leave one actor has. */
  private static final int QUARTERS = 3;

  private static final int PORTION = 100;
  private static final Logger LOG = System.getLogger(AuditLog.class.getName());

  private final AuditRows rows;
  private final AuditSeal seal;
  private final Complaint away = new Complaint(LOG);
  private final Deque<AuditAct> waiting = new ArrayDeque<>();
  private final TenantShares actors = new TenantShares(MOST, QUARTERS);
  private volatile Runnable wake = () -> {};

  /** Held by who writes, while the database does: at a stop there may be two. */
  private final Lock writing = new ReentrantLock();

  /** Whether the last writing failed, and may have been committed for all that. */
  private boolean inDoubt;

  /** A log that hangs acts on the chain in {@code rows} with {@code seal}. */
  public AuditLog(AuditRows rows, AuditSeal seal) {
    this.rows = requireNonNull(rows, "rows");
    this.seal = requireNonNull(seal, "seal");
  }

  /** Has {@code flushing} begun whenever there is something to flush; it must not wait. */
  public void onAct(Runnable flushing) {
    wake = requireNonNull(flushing, "flushing");
  }

  /** Whether {@code actor} may do another act. */
  public synchronized boolean hasRoom(String actor) {
    return actors.hasRoom(actor);
  }

  /** How many acts wait to be written. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** Takes {@code act} down. */
  public void add(AuditAct act) {
    synchronized (this) {
      waiting.add(act);
      actors.enter(act.who().actor());
    }
    if (away.isOpen()) {
      told(act);
    }
    wake.run();
  }

  /** Writes down what waits; who comes while another does waits until that one is done. */
  public void flush() {
    writing.lock();
    try {
      for (List<AuditAct> some = next(); !some.isEmpty(); some = next()) {
        append(some);
        written(some.size());
        away.settle();
      }
    } catch (StoreException failed) {
      if (!away.isOpen()) {
        away.tell("acts wait for the audit log, the database fails: {0}", failed.reason());
        all().forEach(AuditLog::told);
      }
    } finally {
      writing.unlock();
    }
  }

  private void append(List<AuditAct> acts) {
    boolean again = inDoubt;
    inDoubt = true;
    if (again) {
      rows.appendMissing(acts, seal);
    } else {
      rows.append(acts, seal);
    }
    inDoubt = false;
  }

  private synchronized List<AuditAct> next() {
    return waiting.stream().limit(PORTION).toList();
  }

  private synchronized void written(int count) {
    for (int i = 0; i < count; i++) {
      actors.leave(waiting.remove().who().actor());
    }
  }

  private synchronized List<AuditAct> all() {
    return new ArrayList<>(waiting);
  }

  /** A server that ends while the database is away leaves at least this behind. */
  private static void told(AuditAct act) {
    LOG.log(
        Level.WARNING,
        "waits for the audit log: {0} as {1} from {2}: {3} {4}, status {5}",
        LogText.of(act.who().actor()),
        act.who().role(),
        act.who().address(),
        act.what().method(),
        LogText.of(act.what().path()),
        act.status());
  }
}
