package io.tidegate.routing.nodes;

import io.tidegate.exchange.Usage;

/**
 * What a node has to do, in tokens, and how fast it has been seen to do it.
 *
 * <p>INVARIANT: {@link #queued} and {@link #outstanding} are the sums over the jobs begun and not
 * yet at their first content, or not yet ended; both are 0 when all have ended. Thread-safe:
 * changes are made under a short lock, readings need none.
 */
public final class NodeWork {

  /**
   * What every call costs beside its tokens, as tokens: some ten milliseconds of a usual node.
   * Without it a node that is given short or cached prompts would look slow.
   */
  public static final long CALL_TOKENS = 64;

  private static final double MEMORY_SECONDS = 60;
  private static final double PRIOR_SECONDS = 2;
  private static final double NANOS = 1e9;
  private static final double FIRST_GUESS_OF_OUTPUT = 200;
  private static final double OUTPUT_STEP = 0.05;

  private final Object lock = new Object();
  private volatile Measured measured = new Measured(0, 0);
  private volatile long queued;
  private volatile long outstanding;
  private int watched;
  private long watchedSince;
  private double meanOutput = FIRST_GUESS_OF_OUTPUT;

  NodeWork() {}

  /**
   * What was seen of a node's prefill, older things weighing less.
   *
   * @param tokens the tokens of the attempts that got to their first content
   * @param seconds the time in which any attempt was waiting for that
   */
  public record Measured(double tokens, double seconds) {

    /** Tokens a second, drawn to {@code prior} as long as little was seen. */
    public double speed(double prior) {
      return (tokens + prior * PRIOR_SECONDS) / (seconds + PRIOR_SECONDS);
    }

    private Measured with(double work, double elapsed) {
      double kept = Math.exp(-elapsed / MEMORY_SECONDS);
      return new Measured(tokens * kept + work, seconds * kept + elapsed);
    }
  }

  /** The uncached prompt tokens sent whose calls have not come to their first content. */
  public long queued() {
    return queued;
  }

  /** The tokens of prompts and of expected outputs of the calls that have not ended. */
  public long outstanding() {
    return outstanding;
  }

  /** How fast the node was of late. */
  public Measured measured() {
    return measured;
  }

  /**
   * Notes an attempt that is being sent.
   *
   * @param uncached the prompt tokens that the node probably has to compute
   * @param total all prompt tokens
   * @param stream whether first content will be told apart from the end; only then it says
   *     something about the node's speed
   */
  public RunningCall begin(long uncached, long total, boolean stream, long now) {
    synchronized (lock) {
      RunningCall job =
          new RunningCall(uncached + CALL_TOKENS, total + Math.round(meanOutput), stream);
      queued += job.uncached;
      outstanding += job.total;
      if (stream && watched++ == 0) {
        watchedSince = now;
      }
      return job;
    }
  }

  private void answered(RunningCall job, double work, long now) {
    synchronized (lock) {
      if (job.answered) {
        return;
      }
      job.answered = true;
      queued -= job.uncached;
      if (job.stream) {
        long elapsed = Math.max(0, now - watchedSince);
        measured = measured.with(work, elapsed / NANOS);
        watchedSince += elapsed;
        watched--;
      }
    }
  }

  private void ended(RunningCall job, long now, Usage usage) {
    synchronized (lock) {
      if (job.ended) {
        return;
      }
      job.ended = true;
      // Time in which nothing came of it makes the node look as slow as it is.
      answered(job, 0, now);
      outstanding -= job.total;
      if (usage.output() >= 0) {
        meanOutput += OUTPUT_STEP * (usage.output() - meanOutput);
      }
    }
  }

  /** One attempt at the node; both its methods count the first time only. */
  public final class RunningCall {

    private final long uncached;
    private final long total;
    private final boolean stream;
    private boolean answered;
    private boolean ended;

    private RunningCall(long uncached, long total, boolean stream) {
      this.uncached = uncached;
      this.total = total;
      this.stream = stream;
    }

    /** What it adds to {@link NodeWork#queued}. */
    public long uncached() {
      return uncached;
    }

    /** The first content is there. */
    public void firstContent(long now) {
      answered(this, (double) uncached, now);
    }

    /** The attempt is over, with or without content; {@code usage} is what the node reported. */
    public void ended(long now, Usage usage) {
      NodeWork.this.ended(this, now, usage);
    }
  }
}
