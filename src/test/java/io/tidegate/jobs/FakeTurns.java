package io.tidegate.jobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose turn it is among rows in memory. */
final class FakeTurns {

  private FakeTurns() {}

  /** The job whose turn it is, as {@link JobStore#claimNext} says. */
  static Optional<String> next(Collection<FakeRow> rows, long now, Set<String> full, String after) {
    return due(rows, now).stream()
        .filter(row -> !full.contains(tenant(row)))
        .min(
            Comparator.comparing((FakeRow row) -> row.job().priority())
                .thenComparing(row -> tenant(row).compareTo(after) <= 0)
                .thenComparing(FakeTurns::tenant)
                .thenComparing(FakeRow::postedAt)
                .thenComparing(row -> row.job().id()))
        .map(row -> row.job().id());
  }

  /** The rows of jobs that are queued and due. */
  static List<FakeRow> due(Collection<FakeRow> rows, long now) {
    return rows.stream()
        .filter(row -> row.job().state() == JobState.QUEUED && row.postedAt() <= now)
        .filter(row -> row.job().times().deadline() > now)
        .toList();
  }

  /** Whether two submissions are one. */
  static boolean sameKey(JobStore.Draft one, JobStore.Draft other) {
    return one.mark() != null
        && other.mark() != null
        && one.job().tenant().equals(other.job().tenant())
        && one.mark().key().equals(other.mark().key());
  }

  private static String tenant(FakeRow row) {
    return row.job().tenant().value();
  }
}
