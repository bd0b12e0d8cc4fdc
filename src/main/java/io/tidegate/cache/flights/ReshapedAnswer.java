package io.tidegate.cache.flights;

import io.tidegate.cache.answer.CacheLookup;
import io.tidegate.cache.answer.Entry;
import io.tidegate.cache.answer.Hits;
import io.tidegate.cache.answer.Shape;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The answer of a flight in another shape than its own, for all who want that one: made from the
 * flight's answer once that is whole, else asked for once more.
 *
 * <p>Thread-safe; never calls out under its lock.
 */
final class ReshapedAnswer {

  private final AnswerSource source;
  private final Shape shape;
  private final Answer answer;
  private final Map<Call, CacheLookup> members = new LinkedHashMap<>();
  private Call asking;

  /** A relay into {@code answer}, which is empty. */
  ReshapedAnswer(AnswerSource source, Shape shape, Answer answer) {
    this.source = source;
    this.shape = shape;
    this.answer = answer;
  }

  /** The cursor of one who asks; not to be called once the flight has settled it. */
  synchronized AnswerReader join(CacheLookup question) {
    members.put(question.call(), question);
    return answer.open().orElseThrow();
  }

  /** Learns that one who asked is gone, and has closed its cursor. */
  void leave(Call call) {
    Call done;
    synchronized (this) {
      done = members.remove(call) != null && members.isEmpty() ? asking : null;
    }
    if (done != null) {
      source.left(done);
    }
  }

  /**
   * Ends it as {@code flight} has ended, whose entry is {@code entry} or null; asks in the name
   * that {@code inTheNameOf} gives to a member where the one does not make the other.
   */
  void settle(Answer flight, Entry entry, Function<CacheLookup, Call> inTheNameOf) {
    byte[] body = entry == null ? null : entry.as(shape);
    Failure failure = flight.ended() ? flight.failure() : null;
    if (body != null) {
      AnswerHead head = Hits.reshaped(flight.head(), shape);
      Hits.fill(answer, head, body, flight.usage());
    } else if (failure != null) {
      answer.fail(failure);
    } else {
      ask(inTheNameOf);
    }
  }

  private void ask(Function<CacheLookup, Call> inTheNameOf) {
    Call call;
    synchronized (this) {
      if (members.isEmpty()) {
        return;
      }
      asking = inTheNameOf.apply(members.values().iterator().next());
      call = asking;
    }
    source.fetch(call, answer);
  }
}
