package io.tidegate.upstream;

import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Outcome;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.memory.Reservation;
import io.tidegate.upstream.reading.FinishReasons;
import io.tidegate.upstream.reading.ModelName;
import io.tidegate.upstream.reading.NodeError;
import io.tidegate.upstream.reading.Redaction;
import io.tidegate.upstream.reading.Verdict;
import io.tidegate.upstream.wire.UpstreamConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;

/**
 * The state of one attempt: waiting for content, delivering it, ended.
 *
 * <p>The transport's thread, the watchdog and whoever cancels meet here, under this object's lock.
 * Nothing called under the lock waits for another lock that is held while calling in here.
 *
 * <p>INVARIANT: the outcome is told exactly once. Before it, this is the only writer of the answer;
 * an attempt that ends without having delivered has not touched it.
 */
final class AttemptRun implements Upstream.Running, AttemptGate {

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Attempt attempt;
  private final UpstreamConfig config;
  private final Upstream.Progress progress;
  private final Backlog backlog;
  private final AttemptTimes times;
  private final ModelName model;

  private AttemptTransport transport;
  private Body body;
  private Duration retryAfter;
  private int status;
  private Outcome.ErrorText words;
  private Outcome.Refuser refuser;
  private boolean delivered;
  private boolean closed;
  private boolean ended;

  AttemptRun(
      Attempt attempt,
      UpstreamConfig config,
      LongSupplier clock,
      Upstream.Progress progress,
      Backlog backlog) {
    this.backlog = backlog;
    this.attempt = attempt;
    this.config = config;
    this.progress = progress;
    this.times = new AttemptTimes(clock);
    this.model = new ModelName(attempt.offered());
  }

  @Override
  public Attempt attempt() {
    return attempt;
  }

  /** Connects the attempt with its transport; called first. */
  synchronized void over(AttemptTransport connection) {
    transport = connection;
  }

  /** The head of the node's response has come. */
  synchronized void head(
      int code, String contentType, String contentEncoding, Duration nodesRetryAfter) {
    status = code;
    retryAfter = nodesRetryAfter;
    times.sign();
    if (Bodies.good(status)) {
      progress.accepted();
    }
    Bodies bodies = new Bodies(this, config);
    try {
      body = bodies.of(code, contentType, contentEncoding);
    } catch (ZipException unknown) {
      body = bodies.undecoded(code);
    }
  }

  /** Takes the next bytes; all are signs of life, comments and blank lines, too. */
  synchronized void bytes(ByteBuffer bytes) {
    times.sign();
    body.bytes(bytes);
  }

  synchronized void bodyEnded() {
    closed = true;
    if (body != null) {
      body.end();
    }
  }

  /** No connection could be opened, which means {@code verdict}. */
  void unreachable(Verdict verdict) {
    lost(verdict.kind(), verdict.failure());
  }

  /** The connection broke. */
  void broken() {
    lost(Kind.FAILED, Verdict.BROKEN);
  }

  private synchronized void lost(Kind kind, Failure failure) {
    closed = true;
    if (!ended()) {
      giveUp(kind, failure);
    }
  }

  @Override
  public synchronized void cancel(Failure why) {
    if (!ended()) {
      fail(Kind.CANCELLED, why);
    }
  }

  /** Lets the watchdogs look at the clock; false once there is nothing left to watch. */
  synchronized boolean tick(long now) {
    if (ended()) {
      if (!closed && times.silent(FAREWELL, now)) {
        abort();
      }
      return !closed;
    }
    if (attempt.call().deadline().passed(now)) {
      giveUp(Kind.TIMED_OUT, Failure.INCOMPLETE);
    } else if (delivered && full()) {
      // It is the client that is slow; the node's pause begins when it is read again.
      times.sign();
    } else if (body == null) {
      if (times.lasted(config.patience(attempt.call().stream()), now) && progress.mayLeave()) {
        fail(Kind.TIMED_OUT, Verdict.NO_CONTENT);
      }
    } else if (times.silent(config.idle(), now)) {
      paused();
    }
    return !closed;
  }

  /** A node that has begun and not come to content is waited for: it may have much to read. */
  private void paused() {
    if (delivered || !Bodies.good(status)) {
      giveUp(Kind.TIMED_OUT, Verdict.STALLED);
    } else {
      body.pause();
    }
  }

  /** Whether so much waits for the client that the node should not be read any further. */
  boolean full() {
    return backlog.full();
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void deliver(int code, String contentType) {
    long firstContent = times.content();
    // A refusal of the request is content for the client, but says nothing about the node's pace.
    if (!progress.mayDeliver(code == 200 ? firstContent : -1)) {
      fail(Kind.CANCELLED, Failure.OVERTAKEN);
      return;
    }
    delivered = true;
    attempt.answer().onDrained(bytes -> backlog.drained(bytes, transport::resume));
    attempt.answer().onLeft(backlog::close);
    AnswerHead head = attempt.head(code, contentType, firstContent, model.said());
    attempt.answer().begin(head.knownAs(transport.nodeRequestId()));
  }

  @Override
  public ModelName model() {
    return model;
  }

  @Override
  public void emit(byte[] event) {
    if (!ended()) {
      backlog.add(event.length);
      attempt.answer().append(event);
    }
  }

  @Override
  public void begun() {
    progress.begun();
  }

  @Override
  public void encrypted(List<String> marks) {
    progress.encrypted(marks);
  }

  @Override
  public Reservation memory() {
    return backlog.memory();
  }

  @Override
  public void complete(byte[] last, Usage usage) {
    if (!ended()) {
      backlog.add(last.length);
      end(last, usage);
    }
  }

  @Override
  public void completeWhole(byte[] answer, Usage usage) {
    if (!ended()) {
      backlog.addHeld(answer.length);
      end(answer, usage);
    }
  }

  private void end(byte[] last, Usage usage) {
    ended = true;
    // First the permit, then the reader: a fast client's next call must find the place free.
    tell(Kind.COMPLETED, null, usage);
    attempt.answer().append(last);
    attempt.answer().complete(usage);
  }

  @Override
  public void refused(int code, NodeError said) {
    // The words of a redirect are where it leads to, which is nobody's business.
    NodeError error = Verdict.isRedirect(code) ? NodeError.UNKNOWN : said;
    retryAfter = error.notBefore(retryAfter);
    status = config.billing().status(code, error);
    Verdict verdict = Verdict.of(status, error);
    refuser = verdict.refuser();
    NodeError told = Redaction.of(error, attempt.target().apiKey());
    byte[] json = attempt.error(told.object(), status);
    words = Redaction.words(told.message(), json);
    Verdict end = delivered ? verdict.behindContent(words.message()) : verdict;
    if (end.failure() != null) {
      fail(end.kind(), end.failure());
    } else {
      deliver(status, AnswerHead.JSON);
      complete(json, Usage.NONE);
    }
  }

  @Override
  public void gaveUp(String finishReason) {
    Verdict verdict = FinishReasons.verdict(finishReason);
    fail(verdict.kind(), verdict.failure());
  }

  /** Nothing more is expected of the node: the answer is whole as it is, or failed. */
  private void giveUp(Kind kind, Failure failure) {
    if (body == null || !body.settle()) {
      fail(kind, failure);
    }
  }

  @Override
  public void fail(Kind kind, Failure failure) {
    ended = true;
    if (!closed) {
      abort();
    }
    tell(kind, failure, Usage.NONE);
    if (delivered) {
      attempt.answer().fail(failure);
    } else {
      backlog.close();
    }
  }

  private void abort() {
    closed = true;
    transport.abort();
  }

  private void tell(Kind kind, Failure failure, Usage usage) {
    Usage seen = usage;
    if (body != null) {
      seen = usage.reported() ? usage : body.seen();
      body.close();
    }
    progress.ended(
        new Outcome(kind, failure, delivered, retryAfter, times.end(), status, usage, words, seen)
            .refusedBy(refuser));
  }
}
