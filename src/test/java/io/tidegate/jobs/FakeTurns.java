package io.tidegate.jobs;

import io.tidegate.collect.JobResult;
import io.tidegate.exchange.TenantId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  private static Optional<JobStore.Added> marked(
      Collection<FakeRow> rows, TenantId tenant, JobStore.Mark mark) {
    return rows.stream()
        .filter(row -> row.job().tenant().equals(tenant) && row.draft().mark() != null)
        .filter(row -> row.draft().mark().key().equals(mark.key()))
        .map(row -> new JobStore.Added(row.job(), !row.draft().mark().equals(mark)))
        .findFirst();
  }

  static Map<TenantId, Long> queued(Collection<FakeRow> rows) {
    return rows.stream()
        .map(FakeRow::job)
        .filter(job -> job.state() == JobState.QUEUED)
        .collect(Collectors.groupingBy(Job::tenant, Collectors.counting()));
  }

  /** The bytes that each tenant's jobs take up. */
  static Map<TenantId, Long> stored(
      Collection<FakeRow> rows, Map<String, List<JobResult>> results) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.job().tenant(), Collectors.summingLong(row -> size(row, results))));
  }

  private static long size(FakeRow row, Map<String, List<JobResult>> results) {
    return row.draft().size()
        + results.getOrDefault(row.job().id(), List.of()).stream()
            .mapToLong(result -> result.body().bytes().length)
            .sum();
  }

  static Optional<JobStore.Added> earlier(Collection<FakeRow> rows, JobStore.Draft draft) {
    return Optional.ofNullable(draft.mark())
        .flatMap(mark -> marked(rows, draft.job().tenant(), mark));
  }

  private static String tenant(FakeRow row) {
    return row.job().tenant().value();
  }
}
