package io.tidegate.api.console;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.api.http.ListJson;
import io.tidegate.overview.BatchRow;
import io.tidegate.overview.JobRow;
import io.tidegate.store.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Shows administrators jobs and batches: in the words in which their owners see them. */
final class OverviewJson {

  private OverviewJson() {}

  /** A page of a list, and how many there are in which state. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record Listed(
      String object,
      List<?> data,
      String firstId,
      String lastId,
      boolean hasMore,
      Map<String, Long> counts) {}

  /** A job; times are epoch seconds, or null. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record ShownJob(
      String id,
      String tenant,
      String status,
      String operation,
      String model,
      boolean stream,
      String priority,
      int attempts,
      Long createdAt,
      Long startedAt,
      Long finishedAt,
      Long deadlineAt,
      Long expiresAt,
      Cause error) {}

  /** Why a job failed. */
  private record Cause(String code) {}

  /** A batch; times are epoch seconds, or null. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record ShownBatch(
      String id,
      String tenant,
      String status,
      String operation,
      String model,
      Long createdAt,
      Long inProgressAt,
      Long finalizingAt,
      Long endedAt,
      Long expiresAt,
      BatchRow.Lines lines,
      BatchRow.Tokens tokens) {}

  /** A page of jobs, and how many there are in which state. */
  static String ofJobs(Page<JobRow> page, Map<String, Long> counts) {
    return list(page, OverviewJson::shown, JobRow::id, counts);
  }

  /** A page of batches, and how many there are in which state. */
  static String ofBatches(Page<BatchRow> page, Map<String, Long> counts) {
    return list(page, OverviewJson::shown, BatchRow::id, counts);
  }

  static String of(JobRow job) {
    return ConsoleJson.of(shown(job));
  }

  static String of(BatchRow batch) {
    return ConsoleJson.of(shown(batch));
  }

  private static <T> String list(
      Page<T> page, Function<T, Object> shown, Function<T, String> id, Map<String, Long> counts) {
    List<T> items = page.items();
    Map<String, Long> labelled = new TreeMap<>();
    counts.forEach((state, count) -> labelled.put(label(state), count));
    return ConsoleJson.of(
        new Listed(
            "list",
            items.stream().map(shown).toList(),
            items.isEmpty() ? null : id.apply(items.get(0)),
            items.isEmpty() ? null : id.apply(items.get(items.size() - 1)),
            page.more(),
            labelled));
  }

  private static ShownJob shown(JobRow job) {
    return new ShownJob(
        job.id(),
        job.tenant(),
        label(job.state()),
        job.operation(),
        job.model(),
        job.stream(),
        job.priority(),
        job.attempts(),
        ListJson.seconds(job.times().created()),
        ListJson.seconds(job.times().started()),
        ListJson.seconds(job.times().finished()),
        ListJson.seconds(job.times().deadline()),
        ListJson.seconds(job.times().expires()),
        job.error() == null ? null : new Cause(job.error()));
  }

  private static ShownBatch shown(BatchRow batch) {
    return new ShownBatch(
        batch.id(),
        batch.tenant(),
        label(batch.state()),
        batch.operation(),
        batch.model(),
        ListJson.seconds(batch.times().created()),
        ListJson.seconds(batch.times().inProgress()),
        ListJson.seconds(batch.times().finalizing()),
        ListJson.seconds(batch.times().ended()),
        ListJson.seconds(batch.times().expires()),
        batch.lines(),
        batch.tokens());
  }

  private static String label(String state) {
    return state.toLowerCase(Locale.ROOT);
  }
}
