package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.time.Duration;

/**
 * An attempt that does what the test says, and keeps the laws of {@link Upstream}: it touches the
 * answer from the first content on only, ends it then, and tells its outcome once.
 */
public final class FakeAttempt implements Upstream.Running {

  private final Attempt attempt;
  private final Upstream.Progress progress;

  private boolean delivered;
  private boolean ended;
  private boolean deaf;
  private Failure cancelled;

  FakeAttempt(Attempt attempt, Upstream.Progress progress) {
    this.attempt = attempt;
    this.progress = progress;
  }

  /** What the router asked for. */
  public Attempt attempt() {
    return attempt;
  }

  /** The name of the node that is asked. */
  public String node() {
    return attempt.target().node();
  }

  /** Why the attempt was cancelled, or null. */
  public synchronized Failure cancelled() {
    return cancelled;
  }

  /** Whether the outcome was told. */
  public synchronized boolean ended() {
    return ended;
  }

  /** Whether content was delivered. */
  public synchronized boolean delivered() {
    return delivered;
  }

  /** From now on remembers a cancellation and does nothing: its outcome is already on its way. */
  public synchronized void ignoreCancellation() {
    deaf = true;
  }

  /** Delivers {@code content} into the answer. */
  public void deliver(String content) {
    boolean first;
    synchronized (this) {
      requireRunning();
      first = !delivered;
      delivered = true;
    }
    Answer answer = attempt.answer();
    if (first) {
      answer.begin(new AnswerHead(200, AnswerHead.JSON, node(), attempt.number(), 0));
    }
    answer.append(content.getBytes(UTF_8));
  }

  /** Delivers a whole answer and ends well. */
  public void complete() {
    deliver("{}");
    attempt.answer().complete(Usage.NONE);
    tell(Outcomes.of(Kind.COMPLETED));
  }

  /** Ends as {@code kind}, which is not {@code COMPLETED}. */
  public void end(Kind kind) {
    end(Outcomes.of(kind, delivered(), null));
  }

  /** Ends busy, asking to be left alone for {@code pause}. */
  public void endBusy(Duration pause) {
    end(Outcomes.of(Kind.BUSY, delivered(), pause));
  }

  /** Ends with {@code outcome}, whose failure also ends an answer that was begun. */
  public void end(Outcome outcome) {
    if (delivered()) {
      attempt.answer().fail(outcome.failure());
    }
    tell(outcome);
  }

  @Override
  public void cancel(Failure why) {
    synchronized (this) {
      if (ended) {
        return;
      }
      cancelled = why;
      if (deaf) {
        return;
      }
    }
    end(new Outcome(Kind.CANCELLED, why, delivered(), null, new Outcome.Timings(-1, 0)));
  }

  private void tell(Outcome outcome) {
    synchronized (this) {
      requireRunning();
      ended = true;
    }
    progress.ended(outcome);
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException("the attempt at " + node() + " has ended");
    }
  }
}
