package io.tidegate.jobs;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who watch jobs on this server. Thread-safe. */
final class JobListeners {

  /** How many a tenant may have on a server: each is asked for twice a second. */
  static final int MOST_OF_TENANT = 1000;

  private final Map<TenantId, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, List<Watch>> watches = new ConcurrentHashMap<>();
  private final Map<String, JobRun> running = new ConcurrentHashMap<>();

  /**
   * Tells {@code watch} of {@code job}; the first time by {@link #tell}.
   *
   * @throws io.tidegate.exchange.FailureException {@code GATEWAY_OVERLOADED} if its tenant has too
   *     many
   */
  Watch add(Job job, JobListener watch) {
    int now = counts.merge(job.tenant(), 1, Integer::sum);
    if (now > MOST_OF_TENANT) {
      release(job.tenant());
      throw Failure.of(GATEWAY_OVERLOADED, "Too many events of jobs are watched at once.")
          .asException();
    }
    Watch added = new Watch(job.tenant(), watch);
    var unused =
        watches.compute(
            job.id(),
            (any, there) -> {
              List<Watch> all = there == null ? new CopyOnWriteArrayList<>() : there;
              all.add(added);
              return all;
            });
    return added;
  }

  /** Tells {@code watch} of {@code id} nothing more. */
  void remove(String id, Watch watch) {
    var unused =
        watches.computeIfPresent(
            id,
            (any, there) -> {
              if (there.remove(watch)) {
                release(watch.tenant);
              }
              return there.isEmpty() ? null : there;
            });
  }

  private void release(TenantId tenant) {
    var unused = counts.computeIfPresent(tenant, (any, count) -> count == 1 ? null : count - 1);
  }

  /** The jobs that are watched. */
  Set<String> ids() {
    return Set.copyOf(watches.keySet());
  }

  /** Tells of the state of {@code job} those who have not seen it yet. */
  void tell(Job job) {
    List<Watch> there = watches.getOrDefault(job.id(), List.of());
    there.forEach(watch -> watch.tell(job));
    if (job.state().isFinal()) {
      there.forEach(watch -> remove(job.id(), watch));
    } else {
      Optional.ofNullable(running.get(job.id())).ifPresent(attempt -> show(attempt, there));
    }
  }

  /** An attempt's content begins to come in. */
  void began(JobRun attempt) {
    String id = attempt.claim().job().id();
    running.put(id, attempt);
    show(attempt, watches.getOrDefault(id, List.of()));
  }

  /** An attempt is over. */
  void ended(JobRun attempt) {
    running.remove(attempt.claim().job().id(), attempt);
  }

  private static void show(JobRun attempt, List<Watch> to) {
    to.forEach(watch -> watch.show(attempt));
  }

  /** One who watches: told of each step once, in order, whoever saw it first. */
  static final class Watch {

    private static final long END = Long.MAX_VALUE;

    private final TenantId tenant;
    private final JobListener watch;
    private long step = -1;
    private int shown;

    Watch(TenantId tenant, JobListener watch) {
      this.tenant = tenant;
      this.watch = watch;
    }

    synchronized void tell(Job job) {
      if (step(job) > step) {
        step = step(job);
        watch.state(job);
      }
    }

    synchronized void show(JobRun attempt) {
      int number = attempt.claim().job().attempts();
      if (number > shown && step != END) {
        shown = number;
        tell(attempt.claim().job());
        attempt.follow().ifPresent(watch::content);
      }
    }

    /** A claim begins an attempt, and only after it the job is queued again. */
    private static long step(Job job) {
      return job.state().isFinal()
          ? END
          : 2L * job.attempts() + (job.state() == JobState.QUEUED ? 1 : 0);
    }
  }
}
