package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the warm-up under way is, or how far the last one came.
 *
 * @param trigger what started it; nothing if there has been none
 * @param started when it started
 * @param ended when it ended
 * @param total the questions it is for, those skipped included
 * @param present how many had an answer that stays fresh until the next warm-up
 * @param asked how often a node was asked for
 * @param warmed how many have an answer now
 * @param failed how many got none
 * @param skipped how many could not be asked: their words are not kept, or no answer is ever stored
 * @param nextRun when the next one is due; nothing if none is scheduled
 */
public record WarmupProgress(
    State state,
    Optional<Trigger> trigger,
    Optional<Instant> started,
    Optional<Instant> ended,
    int total,
    int present,
    int asked,
    int warmed,
    int failed,
    int skipped,
    Optional<Instant> nextRun) {

  /** Where a warm-up is. */
  public enum State {
    /** There has been none. */
    IDLE,
    /** It is under way. */
    RUNNING,
    /** It ended before all was done: by hand, or because its time was over. */
    STOPPED,
    /** It has dealt with all questions. */
    DONE;

    /** The name for people and programs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What starts a warm-up. */
  public enum Trigger {
    /** Its time of the day. */
    SCHEDULE,
    /** An administrator, for the questions asked most. */
    HAND,
    /** An administrator, for the questions in a file. */
    FILE;

    /** The name for people and programs. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public WarmupProgress {
    requireNonNull(state, "state");
  }

  /** There has been no warm-up. */
  static WarmupProgress none(Optional<Instant> nextRun) {
    return new WarmupProgress(
        State.IDLE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        0,
        nextRun);
  }
}
