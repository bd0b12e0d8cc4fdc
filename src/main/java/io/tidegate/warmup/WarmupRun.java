package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.warmup.WarmupProgress.State;
import io.tidegate.warmup.WarmupProgress.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The books of one warm-up: what is left to do, and what became of the rest.
 *
 * <p>Questions are looked up and asked one after the other; answers come when they come. Each has
 * one fate, unless the run is stopped before. It calls nobody, so that it may be told from any
 * thread.
 */
final class WarmupRun {

  /**
   * A question and how often it was asked.
   *
   * @param tries 0 before the first time
   */
  record Item(RepeatableRequest wording, int tries) {}

  private static final int MOST_TRIES = 2;

  private final Trigger trigger;
  private final InstantSource wall;
  private final Consumer<QuestionOutcome> figures;
  private final Instant started;
  private final long since;
  private final Deque<Item> left = new ArrayDeque<>();
  private final Map<QuestionOutcome, Integer> fates = new EnumMap<>(QuestionOutcome.class);
  private boolean planned;
  private boolean lookingUp;
  private Item missing;
  private int total;
  private int asked;
  private int underWay;
  private State state = State.RUNNING;
  private Instant ended;
  private Runnable over = () -> {};

  /**
   * A run that begins now.
   *
   * @param now a reading of the nano clock
   * @param figures told of each question's fate
   */
  WarmupRun(Trigger trigger, long now, InstantSource wall, Consumer<QuestionOutcome> figures) {
    this.trigger = requireNonNull(trigger, "trigger");
    this.wall = requireNonNull(wall, "wall");
    this.figures = requireNonNull(figures, "figures");
    this.started = wall.instant();
    this.since = now;
  }

  Instant started() {
    return started;
  }

  /** The nanoseconds from its start to {@code now}. */
  long age(long now) {
    return now - since;
  }

  synchronized boolean running() {
    return state == State.RUNNING;
  }

  /** Learns what it is for. */
  synchronized void plan(WarmupPlan plan) {
    if (state != State.RUNNING) {
      plan.over().run();
      return;
    }
    planned = true;
    over = plan.over();
    total = plan.questions().size() + plan.unknown();
    plan.questions().forEach(wording -> left.add(new Item(wording, 0)));
    for (int i = 0; i < plan.unknown(); i++) {
      settle(QuestionOutcome.SKIPPED);
    }
    endIfDone();
  }

  /** The question to look up next, which is left to the caller; null if there is none now. */
  synchronized Item next() {
    if (lookingUp || missing != null || left.isEmpty()) {
      return null;
    }
    lookingUp = true;
    return left.poll();
  }

  /** Learns that what {@link #next} gave is dealt with. */
  synchronized void settled(QuestionOutcome fate) {
    lookingUp = false;
    settle(fate);
    endIfDone();
  }

  /** Learns that what {@link #next} gave has to be asked. */
  synchronized void missing(Item item) {
    lookingUp = false;
    if (state == State.RUNNING) {
      missing = item;
    }
  }

  /** The question to be asked, or null; it stays there until it is taken. */
  synchronized Item missing() {
    return missing;
  }

  /** Takes {@code item} to ask it; false if it must not be asked any more. */
  synchronized boolean take(Item item) {
    if (!item.equals(missing)) {
      return false;
    }
    missing = null;
    asked++;
    underWay++;
    return true;
  }

  /**
   * Puts {@code item}, for which there is no room, behind all others, so that it holds up none for
   * another model; it stays the next where all are for the same.
   */
  synchronized void putBack(Item item) {
    String model = item.wording().model();
    boolean others = left.stream().anyMatch(other -> !other.wording().model().equals(model));
    if (others && item.equals(missing)) {
      missing = null;
      left.add(item);
    }
  }

  /** Learns how {@code item}, which was asked, has ended. */
  synchronized void answered(Item item, boolean whole) {
    underWay--;
    if (whole) {
      settle(QuestionOutcome.WARMED);
    } else if (state == State.RUNNING && item.tries() + 1 < MOST_TRIES) {
      left.add(new Item(item.wording(), item.tries() + 1));
    } else {
      settle(QuestionOutcome.FAILED);
    }
    endIfDone();
    tellIfOver();
  }

  /** Asks nothing any more; answers under way are still counted. */
  synchronized void stop() {
    if (state == State.RUNNING) {
      left.clear();
      missing = null;
      end(State.STOPPED);
    }
  }

  synchronized WarmupProgress progress(Optional<Instant> nextRun) {
    return new WarmupProgress(
        state,
        Optional.of(trigger),
        Optional.of(started),
        Optional.ofNullable(ended),
        total,
        fates.getOrDefault(QuestionOutcome.PRESENT, 0),
        asked,
        fates.getOrDefault(QuestionOutcome.WARMED, 0),
        fates.getOrDefault(QuestionOutcome.FAILED, 0),
        fates.getOrDefault(QuestionOutcome.SKIPPED, 0),
        nextRun);
  }

  private void settle(QuestionOutcome fate) {
    fates.merge(fate, 1, Integer::sum);
    figures.accept(fate);
  }

  private void endIfDone() {
    boolean idle = left.isEmpty() && !lookingUp && missing == null && underWay == 0;
    if (state == State.RUNNING && planned && idle) {
      end(State.DONE);
    }
  }

  private void end(State how) {
    state = how;
    ended = wall.instant();
    tellIfOver();
  }

  /** Nothing is asked any more, and no answer is under way. */
  private void tellIfOver() {
    if (state != State.RUNNING && underWay == 0) {
      over.run();
      over = () -> {};
    }
  }
}
