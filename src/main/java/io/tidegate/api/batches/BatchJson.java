package io.tidegate.api.batches;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.api.http.ListJson;
import io.tidegate.batches.state.Batch;
import io.tidegate.store.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A batch as OpenAI's API shows it. Times are epoch seconds, null for what was not reached.
 *
 * @param model the model of its first line, or null before it was read
 * @param errors what is wrong with the input file, or why results could not be written, or null
 * @param metadata the owner's own words, or null if there are none
 */
@JsonNaming(SnakeCaseStrategy.class)
record BatchJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) String endpoint,
    String model,
    BatchErrorsJson errors,
    @JsonProperty(required = true) String inputFileId,
    @JsonProperty(required = true) String completionWindow,
    @JsonProperty(required = true) String status,
    String outputFileId,
    String errorFileId,
    @JsonProperty(required = true) Long createdAt,
    Long inProgressAt,
    Long expiresAt,
    Long finalizingAt,
    Long completedAt,
    Long failedAt,
    Long expiredAt,
    Long cancellingAt,
    Long cancelledAt,
    @JsonProperty(required = true) BatchCountsJson requestCounts,
    @JsonProperty(required = true) BatchUsageJson usage,
    Map<String, String> metadata) {

  /** A part of the list of batches, as OpenAI's API shows lists. */
  @JsonNaming(SnakeCaseStrategy.class)
  record BatchListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<BatchJson> data,
      String firstId,
      String lastId,
      @JsonProperty(required = true) boolean hasMore) {}

  /** What is wrong with the input file or with the results, as a list. */
  record BatchErrorsJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<LineErrorJson> data) {}

  /**
   * What is wrong with a line.
   *
   * @param line its number, from 1, or null when it is about the file
   */
  record LineErrorJson(
      @JsonProperty(required = true) String code,
      @JsonProperty(required = true) String message,
      String param,
      Integer line) {

    static LineErrorJson of(Batch.LineError error) {
      Integer line = error.line() == 0 ? null : (Integer) error.line();
      return new LineErrorJson(error.code(), error.message(), error.param(), line);
    }
  }

  /** How many lines there are, have been answered, and have failed. */
  record BatchCountsJson(
      @JsonProperty(required = true) int total,
      @JsonProperty(required = true) int completed,
      @JsonProperty(required = true) int failed) {}

  /** The tokens that the lines took. */
  @JsonNaming(SnakeCaseStrategy.class)
  record BatchUsageJson(
      @JsonProperty(required = true) long inputTokens,
      @JsonProperty(required = true) InputDetailsJson inputTokensDetails,
      @JsonProperty(required = true) long outputTokens,
      @JsonProperty(required = true) OutputDetailsJson outputTokensDetails,
      @JsonProperty(required = true) long totalTokens) {

    static BatchUsageJson of(Batch.Tokens tokens) {
      return new BatchUsageJson(
          tokens.input(),
          new InputDetailsJson(tokens.cached()),
          tokens.output(),
          new OutputDetailsJson(tokens.reasoning()),
          tokens.input() + tokens.output());
    }
  }

  /** Which input tokens were cheaper. */
  @JsonNaming(SnakeCaseStrategy.class)
  record InputDetailsJson(@JsonProperty(required = true) long cachedTokens) {}

  /** Which output tokens are not shown. */
  @JsonNaming(SnakeCaseStrategy.class)
  record OutputDetailsJson(@JsonProperty(required = true) long reasoningTokens) {}

  static BatchJson of(Batch batch) {
    Batch.Times times = batch.times();
    return new BatchJson(
        batch.id(),
        "batch",
        BatchRequest.endpoint(batch.operation()),
        batch.model(),
        errors(batch.errors()),
        batch.files().input(),
        BatchRequest.WINDOW,
        batch.status().label(),
        batch.files().output(),
        batch.files().error(),
        ListJson.seconds(times.created()),
        ListJson.seconds(times.inProgress()),
        ListJson.seconds(times.expires()),
        ListJson.seconds(times.finalizing()),
        ListJson.seconds(times.completed()),
        ListJson.seconds(times.failed()),
        ListJson.seconds(times.expired()),
        ListJson.seconds(times.cancelling()),
        ListJson.seconds(times.cancelled()),
        counts(batch.counts()),
        BatchUsageJson.of(batch.tokens()),
        batch.metadata().isEmpty() ? null : new TreeMap<>(batch.metadata()));
  }

  static BatchListJson of(Page<Batch> page) {
    return ListJson.of(page, BatchJson::of, BatchJson::id, BatchListJson::new);
  }

  private static BatchErrorsJson errors(List<Batch.LineError> errors) {
    return errors.isEmpty()
        ? null
        : new BatchErrorsJson("list", errors.stream().map(LineErrorJson::of).toList());
  }

  private static BatchCountsJson counts(Batch.Counts counts) {
    return new BatchCountsJson(counts.total(), counts.completed(), counts.failed());
  }
}
