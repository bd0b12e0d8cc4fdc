package io.tidegate.jobs;

import static java.util.Objects.requireNonNull;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;

/**
 * What holds for jobs.
 *
 * @param times how long they may take and are kept
 * @param maxQueued how many may wait, on all servers together
 * @param maxQueuedOfTenant how many of one tenant may wait, on all servers together; 0 where that
 *     depends on whether there are other tenants
 * @param maxStored how many bytes the jobs that are kept may take up, on all servers together
 * @param maxAttempts with which failure of its nodes or its server a job has failed
 * @param leaseTime after which silence of a server its jobs are given to others
 * @param sessions how many jobs run on a server at once; the server's configuration reads it, too
 * @param maxResult the longest answer that is kept, in bytes
 */
public record JobsConfig(
    Times times,
    int maxQueued,
    int maxQueuedOfTenant,
    long maxStored,
    int maxAttempts,
    Duration leaseTime,
    int sessions,
    int maxResult) {

  /**
   * How long jobs may take and are kept: what holds when nothing is said, and at most.
   *
   * @param deadline how long one may take
   * @param maxDeadline how long at most
   * @param retention how long one is kept after its end
   * @param maxRetention how long at most
   */
  public record Times(
      Duration deadline, Duration maxDeadline, Duration retention, Duration maxRetention) {

    public Times {
      atMost(deadline, maxDeadline, "tidegate.jobs.deadline");
      atMost(retention, maxRetention, "tidegate.jobs.retention");
    }

    private static void atMost(Duration usual, Duration most, String key) {
      if (usual.compareTo(most) > 0) {
        throw new SettingException(key, "must be at most " + most + ", not " + usual);
      }
    }
  }

  private static final int MIB = 1 << 20;
  private static final int MOST_QUEUED = 10_000_000;

  public JobsConfig {
    requireNonNull(times, "times");
    requireNonNull(leaseTime, "leaseTime");
  }

  /** The configuration that {@code settings} give. */
  public static JobsConfig from(Settings settings) {
    Times times =
        new Times(
            settings.at("tidegate.jobs.deadline").duration(Duration.ofHours(24)),
            settings.at("tidegate.jobs.max-deadline").duration(Duration.ofDays(7)),
            settings.at("tidegate.jobs.retention").duration(Duration.ofDays(7)),
            settings.at("tidegate.jobs.max-retention").duration(Duration.ofDays(30)));
    return new JobsConfig(
        times,
        settings.at("tidegate.jobs.max-queued").integer(100_000, 1, MOST_QUEUED),
        settings.at("tidegate.jobs.max-queued-of-tenant").integer(0, 0, MOST_QUEUED),
        settings.at("tidegate.jobs.max-stored-bytes").size(10L << 30),
        settings.at("tidegate.jobs.max-attempts").integer(10, 1, 100),
        settings.at("tidegate.jobs.lease-time").duration(Duration.ofSeconds(20)),
        settings.at("tidegate.jobs.sessions").integer(20, 1, 1000),
        settings.at("tidegate.jobs.max-result").bytes(16 * MIB));
  }
}
