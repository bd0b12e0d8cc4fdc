package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.admission.LaneView;

/**
 * The queue of a model.
 *
 * @param bytes the size of what waits
 * @param startsPerSecond how many get a place per second; 0 while that is not known
 * @param expectedWaitMs how long a call would wait that came now; 0 if that is not known
 * @param margin the share of its patience up to which a call may be predicted to wait
 */
public record QueueJson(
    @JsonProperty(required = true) String model,
    @JsonProperty(required = true) int waiting,
    @JsonProperty(required = true) long bytes,
    @JsonProperty(required = true) double startsPerSecond,
    @JsonProperty(required = true) double expectedWaitMs,
    @JsonProperty(required = true) double margin) {

  private static final double MILLIS = 1e6;

  /** The queue that is {@code lane}. */
  public static QueueJson of(LaneView lane) {
    return new QueueJson(
        lane.name(),
        lane.waiting(),
        lane.waitingBytes(),
        lane.drainRate(),
        lane.expectedWait().toNanos() / MILLIS,
        lane.margin());
  }
}
