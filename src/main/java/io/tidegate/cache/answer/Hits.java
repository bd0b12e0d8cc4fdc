package io.tidegate.cache.answer;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Stored;
import io.tidegate.exchange.Usage;
import java.util.concurrent.TimeUnit;

/** Makes stored entries into what callers get. */
public final class Hits {

  private Hits() {}

  /** What to tell of an answer that is given at {@code now}, in milliseconds since 1970. */
  public static Stored stored(
      Lifetime lifetime, Stored.Level level, Stored.Staleness reason, long now) {
    long age = TimeUnit.MILLISECONDS.toSeconds(lifetime.age(now));
    long ttl = Math.floorDiv(lifetime.freshFor(now), 1000L);
    return new Stored(level, age, ttl, reason);
  }

  /** The head under which {@code entry} is given in {@code shape}. */
  public static AnswerHead head(Entry entry, Shape shape, Stored stored) {
    return new AnswerHead(200, shape.contentType(), entry.origin().node(), 0, 0).from(stored);
  }

  /** {@code head} of an answer in another shape. */
  public static AnswerHead reshaped(AnswerHead head, Shape shape) {
    return new AnswerHead(
            head.status(), shape.contentType(), head.node(), head.attempts(), head.firstContent())
        .by(head.fallback())
        .from(head.stored());
  }

  /** Writes all of {@code answer}. */
  public static void fill(Answer answer, AnswerHead head, byte[] body, Usage usage) {
    answer.begin(head);
    answer.append(body);
    answer.complete(usage);
  }
}
