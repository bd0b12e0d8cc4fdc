package io.tidegate.api.console;

import com.fasterxml.jackson.annotation.JsonProperty;
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

/** Shows administrators jobs and batches: in the words in which their owners see them. */
final class OverviewJson {

  private OverviewJson() {}

  /** A page of jobs, and how many there are in which state. */
  @JsonNaming(SnakeCaseStrategy.class)
  record JobOverviewJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<JobRowJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore,
      @JsonProperty(required = true) Map<String, Long> counts) {}

  /** A page of batches, and how many there are in which state. */
  @JsonNaming(SnakeCaseStrategy.class)
  record BatchOverviewJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<BatchRowJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore,
      @JsonProperty(required = true) Map<String, Long> counts) {}

  /** A job; times are epoch seconds, or null. */
  @JsonNaming(SnakeCaseStrategy.class)
  record JobRowJson(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String tenant,
      @JsonProperty(required = true) String status,
      @JsonProperty(required = true) String operation,
      String model,
      @JsonProperty(required = true) boolean stream,
      @JsonProperty(required = true) String priority,
      @JsonProperty(required = true) int attempts,
      @JsonProperty(required = true) Long createdAt,
      Long startedAt,
      Long finishedAt,
      Long deadlineAt,
      Long expiresAt,
      JobRowErrorJson error) {}

  /** Why a job failed. */
  record JobRowErrorJson(@JsonProperty(required = true) String code) {}

  /** A batch; times are epoch seconds, or null. */
  @JsonNaming(SnakeCaseStrategy.class)
  record BatchRowJson(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String tenant,
      @JsonProperty(required = true) String status,
      @JsonProperty(required = true) String operation,
      String model,
      @JsonProperty(required = true) Long createdAt,
      Long inProgressAt,
      Long finalizingAt,
      Long endedAt,
      Long expiresAt,
      @JsonProperty(required = true) BatchRowLinesJson lines,
      @JsonProperty(required = true) BatchRowTokensJson tokens) {}

  /** How many lines there are, have been answered, and have failed. */
  record BatchRowLinesJson(
      @JsonProperty(required = true) int total,
      @JsonProperty(required = true) int completed,
      @JsonProperty(required = true) int failed) {}

  /** What the lines took. */
  record BatchRowTokensJson(
      @JsonProperty(required = true) long input, @JsonProperty(required = true) long output) {}

  /** A page of jobs, and how many there are in which state. */
  static JobOverviewJson ofJobs(Page<JobRow> page, Map<String, Long> counts) {
    return ListJson.of(
        page,
        OverviewJson::of,
        JobRowJson::id,
        (object, data, first, last, more) ->
            new JobOverviewJson(object, data, first, last, more, labelled(counts)));
  }

  /** A page of batches, and how many there are in which state. */
  static BatchOverviewJson ofBatches(Page<BatchRow> page, Map<String, Long> counts) {
    return ListJson.of(
        page,
        OverviewJson::of,
        BatchRowJson::id,
        (object, data, first, last, more) ->
            new BatchOverviewJson(object, data, first, last, more, labelled(counts)));
  }

  private static Map<String, Long> labelled(Map<String, Long> counts) {
    Map<String, Long> labelled = new TreeMap<>();
    counts.forEach((state, count) -> labelled.put(label(state), count));
    return labelled;
  }

  static JobRowJson of(JobRow job) {
    return new JobRowJson(
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
        job.error() == null ? null : new JobRowErrorJson(job.error()));
  }

  static BatchRowJson of(BatchRow batch) {
    return new BatchRowJson(
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
        new BatchRowLinesJson(
            batch.lines().total(), batch.lines().completed(), batch.lines().failed()),
        new BatchRowTokensJson(batch.tokens().input(), batch.tokens().output()));
  }

  private static String label(String state) {
    return state.toLowerCase(Locale.ROOT);
  }
}
