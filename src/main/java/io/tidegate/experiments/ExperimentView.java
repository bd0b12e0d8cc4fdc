package io.tidegate.experiments;

import java.time.Instant;

/**
 * An experiment as it is seen at one moment.
 *
 * @param id its id
 * @param plan what is compared
 * @param started when it began
 * @param ends when it ends by itself, or ended
 * @param state whether it runs
 * @param why why it ended, as a sentence; null while it runs
 * @param a the first arm
 * @param b the second
 * @param failureShare by how much the second's share of failed calls is larger
 * @param firstContent by how many seconds the second's mean time to first content is longer
 */
public record ExperimentView(
    String id,
    ExperimentPlan plan,
    Instant started,
    Instant ends,
    State state,
    String why,
    ArmResult a,
    ArmResult b,
    Interval failureShare,
    Interval firstContent) {

  /** Whether an experiment runs. */
  public enum State {
    /** Calls are given its values. */
    RUNNING,
    /** Its time is over. */
    ENDED,
    /** Somebody ended it. */
    STOPPED,
    /** It ended by itself, because one arm was worse than its bounds allow. */
    HARMFUL
  }
}
