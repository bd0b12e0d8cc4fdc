package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.Outbox;
import io.tidegate.store.StoreException;
import io.tidegate.work.Complaint;
import io.tidegate.work.Duty;
import io.tidegate.work.PeriodicDuty;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntUnaryOperator;

/**
 * Does for all jobs what time brings: renews claims, takes lost ones back, ends late jobs, forgets
 * old ones, repeats messages that seem to be lost.
 *
 * <p>Each duty waits for the database on the executor, never with itself.
 */
final class JobMaintenance {

  /** How many jobs one transaction takes. */
  static final int PORTION = 200;

  private static final Logger LOG = System.getLogger(JobMaintenance.class.getName());
  private static final long SECOND = 1_000;
  private static final long IDLE = 30 * SECOND;

  /** It goes through an index of all jobs that are kept: a second or two for a million of them. */
  private static final long WEIGHING = 60 * SECOND;

  private static final long SILENT = 60 * SECOND;

  /** Among others that are served: it may just wait, and then has one message too many. */
  private static final long LONG_SILENT = 3600 * SECOND;

  /**
   * What is kept.
   *
   * @param posted told that messages were written
   * @param executor where duties wait for the database
   */
  record Parts(
      JobStore store,
      JobMaintenanceStore upkeep,
      Outbox outbox,
      Worker worker,
      JobListeners watches,
      JobBacklog backlog,
      JobThroughput tally,
      Runnable posted,
      Executor executor) {}

  private final Parts parts;
  private final JobsConfig config;
  private final String name;
  private final InstantSource wall;
  private final List<PeriodicDuty> duties = new ArrayList<>();

  /**
   * Until then no claim is taken from anybody, in epoch milliseconds: while the database was away
   * nobody could renew one, and each server is to come to that first.
   */
  private volatile long calm;

  /** Keeps {@code parts} for the server {@code name}. */
  JobMaintenance(Parts parts, JobsConfig config, String name, InstantSource wall) {
    this.parts = requireNonNull(parts, "parts");
    this.config = requireNonNull(config, "config");
    this.name = requireNonNull(name, "name");
    this.wall = requireNonNull(wall, "wall");
    long lease = config.leaseTime().toMillis();
    each(lease / 3, this::renew);
    each(lease / 4, this::sweep);
    each(SECOND / 2, this::watch);
    each(SECOND, this::drop);
    each(2 * SECOND, this::expire);
    each(2 * SECOND, () -> parts.backlog().count(parts.upkeep()));
    each(WEIGHING, () -> parts.backlog().weigh(parts.upkeep()));
    each(60 * SECOND, this::purge);
    each(IDLE, this::republish);
  }

  private void each(long period, Runnable work) {
    Complaint complaint = new Complaint(LOG);
    Runnable told =
        () -> {
          try {
            work.run();
            complaint.settle();
          } catch (StoreException away) {
            complaint.tell("the upkeep of jobs fails: {0}", away.reason());
          } catch (RuntimeException mistake) {
            complaint.tellMistake("the upkeep of jobs fails", mistake);
          }
        };
    duties.add(new PeriodicDuty(period, new Duty(parts.executor(), told)));
  }

  /** Begins what is due; never blocks. For one thread at a time. */
  void tick() {
    duties.forEach(duty -> duty.tick(wall.millis()));
  }

  private void renew() {
    Set<String> running = parts.worker().running();
    if (!running.isEmpty()) {
      parts.upkeep().renew(name, running, wall.millis() + config.leaseTime().toMillis());
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
          inPortions(portion -> parts.upkeep().sweep(wall.millis(), config.maxAttempts(), portion));
    } catch (StoreException away) {
      calm = wall.millis() + config.leaseTime().toMillis() / 2;
      throw away;
    }
    if (lost > 0) {
      LOG.log(Level.WARNING, "{0} jobs were lost by their servers: queued again, or ended", lost);
      parts.posted().run();
    }
  }

  private void expire() {
    int late = inPortions(portion -> parts.upkeep().expire(wall.millis(), portion));
    parts.tally().finished(JobState.FAILED, late);
  }

  private void purge() {
    var unused = inPortions(portion -> parts.upkeep().purge(wall.millis(), portion));
  }

  /** Ends the calls of jobs that were cancelled on another server, or on this one. */
  private void drop() {
    if (!parts.worker().running().isEmpty()) {
      parts.upkeep().unwanted(name).forEach(parts.worker()::cancel);
    }
  }

  private void watch() {
    Set<String> watched = parts.watches().ids();
    if (!watched.isEmpty()) {
      parts.store().find(watched).forEach(parts.watches()::tell);
    }
  }

  /**
   * A broker that lost its messages, or took them with it, leaves this server without work; one
   * that laid some aside, since the database was away for long, need not.
   */
  private void republish() {
    long now = wall.millis();
    if (parts.outbox().backlog(now) == 0) {
      long before = now - (parts.worker().idleSince(now - IDLE) ? SILENT : LONG_SILENT);
      int silent = inPortions(portion -> parts.upkeep().republish(before, now, portion));
      if (silent > 0) {
        LOG.log(Level.WARNING, "{0} jobs wait without a message: sent again", silent);
        parts.posted().run();
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
}
