package io.tidegate.rehearsal;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Outcome.Timings;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import io.tidegate.upstream.reading.Verdict;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An attempt at a modelled node, which keeps the laws of {@link Upstream}: it touches the answer
 * from the first content on only, ends it then, and tells its outcome once. For one thread.
 */
final class VirtualAttempt implements Upstream.Running, VirtualNode.Customer {

  private static final int REFUSED = 429;

  /** What the simulator says when it is full. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final byte[] TOKEN = {'t'};

  private final Attempt attempt;
  private final Upstream.Progress progress;
  private final Arrival arrival;
  private final VirtualTime time;
  private final long started;
  private Consumer<Usage> onEnd = usage -> {};
  private VirtualNode.Stay stay;
  private long firstContent = -1;
  private int cached;
  private boolean ended;

  VirtualAttempt(Attempt attempt, Upstream.Progress progress, Arrival arrival, VirtualTime time) {
    this.attempt = attempt;
    this.progress = progress;
    this.arrival = arrival;
    this.time = time;
    this.started = time.getAsLong();
  }

  /** Sets what is told of the tokens used, once, when it is over. */
  void onEnd(Consumer<Usage> listener) {
    onEnd = listener;
  }

  /** Asks {@code node} for a place; a refusal comes as an event of its own. */
  void begin(VirtualNode node) {
    stay = node.take(this);
    if (stay == null) {
      time.after(0, this::refused);
    }
  }

  @Override
  public int promptTokens() {
    return arrival.promptTokens();
  }

  @Override
  public Prefix prefix() {
    return arrival.prefix();
  }

  @Override
  public int answerTokens() {
    return arrival.answerTokens();
  }

  @Override
  public void first(int tokens) {
    cached = tokens;
    long after = time.getAsLong() - started;
    progress.accepted();
    progress.begun();
    if (!progress.mayDeliver(after)) {
      end(Kind.CANCELLED, Failure.OVERTAKEN);
      return;
    }
    firstContent = after;
    attempt
        .answer()
        .begin(
            new AnswerHead(
                    200, AnswerHead.EVENT_STREAM, attempt.target().node(), attempt.number(), after)
                .by(attempt.fallback()));
    attempt.answer().append(TOKEN);
  }

  @Override
  public void last() {
    if (ended) {
      return;
    }
    ended = true;
    Usage usage = new Usage(arrival.promptTokens(), cached, arrival.answerTokens());
    onEnd.accept(usage);
    // First the permit, then the reader: a fast client's next call must find the place free.
    progress.ended(new Outcome(Kind.COMPLETED, null, true, null, timings()).told(200, usage));
    attempt.answer().complete(usage);
  }

  @Override
  public void cancel(Failure why) {
    end(Kind.CANCELLED, why);
  }

  /** Ends an attempt whose call's time is over, or whose node has been silent for too long. */
  void look(Duration patience) {
    long now = time.getAsLong();
    if (attempt.call().deadline().passed(now)) {
      end(Kind.TIMED_OUT, Failure.INCOMPLETE);
    } else if (firstContent < 0 && now - started > patience.toNanos() && progress.mayLeave()) {
      end(Kind.TIMED_OUT, Verdict.NO_CONTENT);
    }
  }

  private void refused() {
    if (!ended) {
      over();
      Failure why = Verdict.ofStatus(REFUSED).failure();
      progress.ended(
          new Outcome(Kind.BUSY, why, false, RETRY_AFTER, timings()).told(REFUSED, Usage.NONE));
    }
  }

  private void end(Kind kind, Failure why) {
    if (ended) {
      return;
    }
    over();
    boolean delivered = firstContent >= 0;
    progress.ended(new Outcome(kind, why, delivered, null, timings()));
    if (delivered) {
      attempt.answer().fail(why);
    }
  }

  private void over() {
    ended = true;
    if (stay != null) {
      stay.leave();
    }
    onEnd.accept(Usage.NONE);
  }

  private Timings timings() {
    return new Timings(firstContent, time.getAsLong() - started);
  }
}
