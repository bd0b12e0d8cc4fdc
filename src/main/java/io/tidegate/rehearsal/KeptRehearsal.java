package io.tidegate.rehearsal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rehearsal that was begun, and what is known of it by now; thread-safe. */
final class KeptRehearsal {

  /** How far it is. */
  enum State {
    RUNNING,
    FINISHED,
    CANCELLED,
    FAILED;

    /** The name as shown. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was to be rehearsed, without the calls themselves.
   *
   * @param source where the calls are from
   * @param seconds the time in which they come
   * @param promptTokens the mean of their prompts
   * @param answerTokens the mean of their answers
   */
  record Summary(
      String source,
      int arrivals,
      double seconds,
      double promptTokens,
      double answerTokens,
      List<RehearsedNode> nodes,
      long seed,
      Duration within) {

    static Summary of(RehearsalPlan plan) {
      Workload workload = plan.workload();
      return new Summary(
          workload.source(),
          workload.arrivals().size(),
          workload.seconds(),
          workload.mean(Arrival::promptTokens),
          workload.mean(Arrival::answerTokens),
          plan.nodes(),
          plan.seed(),
          plan.within());
    }
  }

  /**
   * A variant and what came of it.
   *
   * @param strategy by which calls were spread; null before it has begun
   * @param result null before its end
   */
  record Part(Variant variant, String strategy, VariantResult result) {}

  private final String id;
  private final Instant created;
  private final Summary summary;
  private final List<Part> parts = new ArrayList<>();
  private State state = State.RUNNING;
  private String error;
  private double progress;
  private Duration took = Duration.ZERO;

  KeptRehearsal(String id, Instant created, RehearsalPlan plan) {
    this.id = requireNonNull(id, "id");
    this.created = requireNonNull(created, "created");
    this.summary = Summary.of(plan);
    plan.variants().forEach(variant -> parts.add(new Part(variant, null, null)));
  }

  /** What it is called. */
  String id() {
    return id;
  }

  /** When it was begun. */
  Instant created() {
    return created;
  }

  /** What was to be rehearsed. */
  Summary summary() {
    return summary;
  }

  /** Its variants, in order. */
  synchronized List<Part> parts() {
    return List.copyOf(parts);
  }

  synchronized State state() {
    return state;
  }

  /** Why it failed, or null. */
  synchronized String error() {
    return error;
  }

  /** The share of its work that is done, 0 to 1. */
  synchronized double progress() {
    return progress;
  }

  /** How long it has run. */
  synchronized Duration took() {
    return took;
  }

  /** Whether it is still to go on, having run for {@code time} and done {@code share}. */
  synchronized boolean goesOn(Duration time, double share) {
    if (state == State.RUNNING) {
      took = time;
      progress = share;
    }
    return state == State.RUNNING;
  }

  /** Variant {@code number} has begun, or has ended with {@code result}. */
  synchronized void know(int number, String strategy, VariantResult result) {
    parts.set(number, new Part(parts.get(number).variant(), strategy, result));
  }

  /** It ends now, unless it has: as {@code end}, for {@code why} if it failed. */
  synchronized void end(State end, String why) {
    if (state == State.RUNNING) {
      state = end;
      error = why;
      progress = end == State.FINISHED ? 1 : progress;
    }
  }
}
