package io.tidegate.api.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tidegate.store.DeadLetter;
import io.tidegate.store.Page;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Dead letters as an administrator sees them, and whether there are more. */
@JsonNaming(SnakeCaseStrategy.class)
record DeadLetterListJson(
    @JsonProperty(required = true) String object,
    @JsonProperty(required = true) List<DeadLetterJson> data,
    @JsonProperty(required = true) boolean hasMore) {

  /**
   * A dead letter.
   *
   * @param subject the id of what it is about
   * @param at when it was sent, in epoch seconds
   */
  record DeadLetterJson(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String queue,
      @JsonProperty(required = true) String subject,
      @JsonProperty(required = true) long at) {

    static DeadLetterJson of(DeadLetter letter) {
      return new DeadLetterJson(
          letter.id(),
          letter.queue(),
          letter.subject(),
          TimeUnit.MILLISECONDS.toSeconds(letter.sentAt()));
    }
  }

  /** How many were sent again. */
  record RetriedJson(@JsonProperty(required = true) int retried) {}

  /** How many were thrown away. */
  record PurgedJson(@JsonProperty(required = true) int purged) {}

  static DeadLetterListJson of(Page<DeadLetter> letters) {
    return new DeadLetterListJson(
        "list", letters.items().stream().map(DeadLetterJson::of).toList(), letters.more());
  }
}
