package io.tidegate.cache.flights;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Calls that are asked after others for one answer. One that fails at once does not begin the next
 * within itself: there may be as many as there are callers.
 *
 * <p>Thread-safe; never calls out under its lock.
 */
final class Succession {

  private record Turn(Call before, Call next) {}

  private final AnswerSource source;
  private final Answer answer;
  private final Queue<Turn> turns = new ArrayDeque<>();
  private boolean underWay;

  /** A succession of calls that {@code source} is asked for {@code answer}. */
  Succession(AnswerSource source, Answer answer) {
    this.source = requireNonNull(source, "source");
    this.answer = requireNonNull(answer, "answer");
  }

  /**
   * Asks {@code next} after {@code before}, which has failed: now, or once that has returned.
   *
   * @return true
   */
  boolean follow(Call before, Call next) {
    synchronized (this) {
      turns.add(new Turn(before, next));
      if (underWay) {
        return true;
      }
      underWay = true;
    }
    for (Turn turn = next(); turn != null; turn = next()) {
      source.left(turn.before());
      source.fetch(turn.next(), answer);
    }
    return true;
  }

  /** Ends the answer for {@code told} where that is not {@code why}; whether it has. */
  boolean end(Failure why, Failure told) {
    if (told.equals(why)) {
      return false;
    }
    answer.fail(told);
    return true;
  }

  private synchronized Turn next() {
    Turn turn = turns.poll();
    underWay = turn != null;
    return turn;
  }
}
