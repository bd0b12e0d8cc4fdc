package io.tidegate.warmup;

import static io.tidegate.exchange.ErrorCode.FORBIDDEN;
import static java.util.Objects.requireNonNull;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.Terms;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes calls of questions: such that wait for everybody else, and whose answers are new and kept.
 */
final class WarmupCalls {

  private static final Caching RENEWED = new Caching(true, true, false);

  private final Questions questions;
  private final Owners owners;
  private final RandomGenerator random;
  private final LongSupplier clock;
  private final Duration patience;

  /**
   * Makes calls.
   *
   * @param owners who may be asked for
   * @param random for their ids
   * @param patience how long an answer may take
   */
  WarmupCalls(
      Questions questions,
      Owners owners,
      RandomGenerator random,
      LongSupplier clock,
      Duration patience) {
    this.questions = requireNonNull(questions, "questions");
    this.owners = requireNonNull(owners, "owners");
    this.random = requireNonNull(random, "random");
    this.clock = requireNonNull(clock, "clock");
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * A call that asks {@code wording} from now on.
   *
   * @throws FailureException if it is not a question any more, or its tenant is gone, or may be
   *     served by other nodes than when it asked
   */
  Call of(RepeatableRequest wording) {
    if (!owners.same(wording.tenant(), wording.pinned())) {
      throw Failure.of(FORBIDDEN, "The tenant is not the one who asked.").asException();
    }
    return new Call(
        "warmup-" + Long.toHexString(random.nextLong()),
        wording.tenant(),
        wording.operation(),
        questions.parse(wording.bytes(), wording.operation()),
        Deadline.after(clock.getAsLong(), patience),
        new Terms(Priority.LOW, wording.pinned(), 0, RENEWED));
  }
}
