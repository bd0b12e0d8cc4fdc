package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.Outbox;
import io.tidegate.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;

/**
 * Does for all jobs what time brings: renews claims, takes lost ones back, ends late jobs, forgets
 * old ones, repeats messages that seem to be lost.
 *
 * <p>Each duty waits for the database on the executor, never with itself. Thread-safe.
 */
final class JobMaintenance {

  /** How many jobs one transaction takes. */
  static final int PORTION = 200;

  private static final Logger LOG = System.getLogger(JobMaintenance.class.getName());
  private static final long SECOND = 1_000;
  private static final long IDLE = 30 * SECOND;
  private static final long SILENT = 60 * SECOND;

  /** Among others that are served: it may just wait, and then has one message too many. */
  private static final long LONG_SILENT = 3600 * SECOND;

  /**
   * What is kept.
   *
   * @param posted told that messages were written
   */
  record Charge(
      JobStore store,
      JobMaintenanceStore upkeep,
      Outbox outbox,
      Worker worker,
      JobListeners watches,
      JobBacklog backlog,
      JobThroughput tally,
      Runnable posted) {}

  private final Charge charge;
  private final JobsConfig config;
  private final String name;
  private final InstantSource wall;
  private final List<Duty> duties = new ArrayList<>();

  /**
   * Until then no claim is taken from anybody, in epoch milliseconds: while the database was away
   * nobody could renew one, and each server is to come to that first.
   */
  private volatile long calm;

  /** Keeps {@code charge} for the server {@code name}. */
  JobMaintenance(Charge charge, JobsConfig config, String name, InstantSource wall) {
    this.charge = requireNonNull(charge, "charge");
    this.config = requireNonNull(config, "config");
    this.name = requireNonNull(name, "name");
    this.wall = requireNonNull(wall, "wall");
    long lease = config.leaseTime().toMillis();
    duties.add(new Duty(lease / 3, this::renew));
    duties.add(new Duty(lease / 4, this::sweep));
    duties.add(new Duty(SECOND / 2, this::watch));
    duties.add(new Duty(SECOND, this::drop));
    duties.add(new Duty(2 * SECOND, this::expire));
    duties.add(new Duty(2 * SECOND, () -> charge.backlog().count(charge.upkeep())));
    duties.add(new Duty(60 * SECOND, this::purge));
    duties.add(new Duty(IDLE, this::republish));
  }

  /** Hands to {@code executor} what is due; never blocks. */
  void tick(Executor executor) {
    duties.forEach(duty -> duty.tick(wall.millis(), executor));
  }

  private void renew() {
    Set<String> running = charge.worker().running();
    if (!running.isEmpty()) {
      charge.upkeep().renew(name, running, wall.millis() + config.leaseTime().toMillis());
    }
  }

  private void sweep() {
    long now = wall.millis();
    if (now < calm && calm - now <= config.leaseTime().toMillis()) {
      return;
    }
    int lost;
    try {
      lost =
          inPortions(
              portion -> charge.upkeep().sweep(wall.millis(), config.maxAttempts(), portion));
    } catch (StoreException away) {
      calm = wall.millis() + config.leaseTime().toMillis() / 2;
      throw away;
    }
    if (lost > 0) {
      LOG.log(Level.WARNING, "{0} jobs were lost by their servers: queued again, or ended", lost);
      charge.posted().run();
    }
  }

  private void expire() {
    int late = inPortions(portion -> charge.upkeep().expire(wall.millis(), portion));
    charge.tally().finished(JobState.FAILED, late);
  }

  private void purge() {
    var unused = inPortions(portion -> charge.upkeep().purge(wall.millis(), portion));
  }

  /** Ends the calls of jobs that were cancelled on another server, or on this one. */
  private void drop() {
    if (!charge.worker().running().isEmpty()) {
      charge.upkeep().unwanted(name).forEach(charge.worker()::cancel);
    }
  }

  private void watch() {
    Set<String> watched = charge.watches().ids();
    if (!watched.isEmpty()) {
      charge.store().find(watched).forEach(charge.watches()::tell);
    }
  }

  /**
   * A broker that lost its messages, or took them with it, leaves this server without work; one
   * that laid some aside, since the database was away for long, need not.
   */
  private void republish() {
    long now = wall.millis();
    if (charge.outbox().backlog(now) == 0) {
      long before = now - (charge.worker().idleSince(now - IDLE) ? SILENT : LONG_SILENT);
      int silent = inPortions(portion -> charge.upkeep().republish(before, now, portion));
      if (silent > 0) {
        LOG.log(Level.WARNING, "{0} jobs wait without a message: sent again", silent);
        charge.posted().run();
      }
    }
  }

  private static int inPortions(IntUnaryOperator transaction) {
    int all = 0;
    int last;
    do {
      last = transaction.applyAsInt(PORTION);
      all += last;
    } while (last == PORTION);
    return all;
  }

  /** Something done from time to time, one at a time. */
  private static final class Duty {

    private final long period;
    private final Runnable work;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private boolean failing;
    private long next;

    Duty(long period, Runnable work) {
      this.period = period;
      this.work = work;
    }

    void tick(long now, Executor executor) {
      if (now < next && next - now <= period) {
        return;
      }
      if (underWay.compareAndSet(false, true)) {
        next = now + period;
        try {
          executor.execute(this::run);
        } catch (RejectedExecutionException busy) {
          underWay.set(false);
        }
      }
    }

    private void run() {
      try {
        work.run();
        failing = false;
      } catch (RuntimeException mistake) {
        // Once, not each time: the database may be away for long.
        if (!failing) {
          LOG.log(Level.WARNING, "the upkeep of jobs fails: {0}", mistake.getMessage());
        }
        failing = true;
      } finally {
        underWay.set(false);
      }
    }
  }
}
