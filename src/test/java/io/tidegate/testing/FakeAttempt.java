package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.Attempt;
import io.tidegate.upstream.Upstream;
import java.time.Duration;
import java.util.List;

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

  /** Shows that the node works on the answer. */
  public void begin() {
    progress.begun();
  }

  /** Shows that the answer holds what its account alone can read. */
  public void encrypt(List<String> marks) {
    progress.encrypted(marks);
  }

  /** Shows that the node replies with a success. */
  public void accept() {
    progress.accepted();
  }

  /** Is silent for too long; whether it ended by that. */
  public boolean stayTooLong() {
    boolean leaves = progress.mayLeave();
    if (leaves) {
      end(Kind.TIMED_OUT);
    }
    return leaves;
  }

  /** Delivers {@code content} into the answer, the first of it without any delay. */
  public void deliver(String content) {
    deliver(content, Duration.ZERO);
  }

  /** Delivers {@code content} into the answer; the first of it came after {@code delay}. */
  public void deliver(String content, Duration delay) {
    boolean first;
    synchronized (this) {
      requireRunning();
      first = !delivered;
      delivered = true;
    }
    Answer answer = attempt.answer();
    if (first && !progress.mayDeliver(delay.toNanos())) {
      synchronized (this) {
        delivered = false;
      }
      cancel(Failure.of(ErrorCode.UPSTREAM_TIMEOUT, "The fake was not the first."));
      return;
    }
    if (first) {
      answer.begin(
          new AnswerHead(200, AnswerHead.JSON, node(), attempt.number(), 0).by(attempt.fallback()));
    }
    answer.append(content.getBytes(UTF_8));
  }

  /** Delivers a whole answer and ends well. */
  public void complete() {
    deliver("{}");
    if (ended()) {
      return;
    }
    attempt.answer().complete(Usage.NONE);
    tell(Outcomes.of(Kind.COMPLETED));
  }

  /** Delivers a whole answer whose content came after {@code delay}, and tells its tokens. */
  public void complete(Duration delay, Usage usage) {
    deliver("{}", delay);
    if (ended()) {
      return;
    }
    attempt.answer().complete(usage);
    Outcome.Timings timings = new Outcome.Timings(delay.toNanos(), delay.toNanos());
    tell(new Outcome(Kind.COMPLETED, null, true, null, timings).told(200, usage));
  }

  /** The node refuses with {@code status}; {@code pause} is its Retry-After, or null. */
  public void refuse(int status, Duration pause) {
    end(Outcomes.refused(status, pause));
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
