package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.warmup.WarmupProgress;
import java.time.Instant;

/**
 * A warm-up as an administrator sees it; what is not known yet is null.
 *
 * @param trigger what started it
 * @param total the questions it is for, those skipped included
 * @param present how many had an answer that stays fresh until the next warm-up
 * @param asked how often a node was asked for
 * @param warmed how many have an answer now
 * @param failed how many got none
 * @param skipped how many could not be asked
 * @param nextRun when the next one is due
 */
record WarmupJson(
    @JsonProperty(required = true) String state,
    String trigger,
    Instant started,
    Instant ended,
    @JsonProperty(required = true) int total,
    @JsonProperty(required = true) int present,
    @JsonProperty(required = true) int asked,
    @JsonProperty(required = true) int warmed,
    @JsonProperty(required = true) int failed,
    @JsonProperty(required = true) int skipped,
    Instant nextRun) {

  static WarmupJson of(WarmupProgress progress) {
    return new WarmupJson(
        progress.state().label(),
        progress.trigger().map(WarmupProgress.Trigger::label).orElse(null),
        progress.started().orElse(null),
        progress.ended().orElse(null),
        progress.total(),
        progress.present(),
        progress.asked(),
        progress.warmed(),
        progress.failed(),
        progress.skipped(),
        progress.nextRun().orElse(null));
  }
}
