package io.tidegate.batches;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.RequestLine;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.Tenancy;
import io.tidegate.jobs.Whole;
import io.tidegate.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/** Runs slices, each on the thread of its caller, which waits for it. Thread-safe. */
final class SliceStep {

  private static final Logger LOG = System.getLogger(SliceStep.class.getName());

  /** How long a slice is left alone that failed for reasons of ours, in milliseconds. */
  private static final long AFTER_MISTAKE = 5_000;

  private static final Duration LAST_PAUSE = Duration.ofSeconds(3);

  private static final Failure GONE =
      Failure.of(ErrorCode.FORBIDDEN, "The tenant is not known any more.");

  /**
   * What it works with.
   *
   * @param tenancy on what terms lines are served
   * @param questions reads their bodies
   * @param random for the pauses before lines are tried again
   * @param maxAttempts how often a line may be tried that nodes fail to answer
   * @param patience how long an answer may take
   */
  record Tools(
      SliceStore store,
      Contents contents,
      Tenancy tenancy,
      Questions questions,
      Pump pump,
      RandomGenerator random,
      int maxAttempts,
      Duration patience,
      Metrics metrics) {}

  private final Tools tools;
  private final Rhythm rhythm;
  private volatile boolean stopping;

  SliceStep(Tools tools, Rhythm rhythm) {
    this.tools = requireNonNull(tools, "tools");
    this.rhythm = requireNonNull(rhythm, "rhythm");
  }

  /** Has the slices that run end early, and be given back; no other is begun. */
  void stop() {
    stopping = true;
  }

  /** Does the slice {@code slice} of {@code batch}, unless it was done or cannot be done yet. */
  void run(String batch, int slice) {
    if (stopping) {
      // Held a while, or the server would take all messages, one after the other, in vain.
      await(new Semaphore(0), LAST_PAUSE);
      throw new IllegalStateException("the server stops");
    }
    tools.store().begin(batch, slice, rhythm.newLease()).ifPresent(this::run);
  }

  private void run(SliceStore.Work work) {
    try {
      run(work, lines(work));
    } catch (LostException over) {
      LOG.log(Level.DEBUG, "a slice of {0} was taken over", work.batch().id());
    } catch (RuntimeException mistake) {
      LOG.log(
          Level.ERROR, "a slice of {0} was not run: {1}", work.batch().id(), mistake.getClass());
      long now = rhythm.now();
      tools.store().release(work.claim(), now + AFTER_MISTAKE, now);
    }
  }

  private void run(SliceStore.Work work, List<LineRun> lines) {
    Batch batch = work.batch();
    Optional<Terms> terms = tools.tenancy().terms(batch.tenant());
    LineCalls calls =
        new LineCalls(
            batch.id(),
            batch.tenant(),
            batch.operation(),
            terms.map(Terms::pinned).orElse(true),
            tools.patience());
    Semaphore bell = new Semaphore(0);
    SliceRun run = new SliceRun(lines, calls, tools.maxAttempts(), tools.random(), bell::release);
    ResultGroup group = new ResultGroup(tools.store(), work.claim(), rhythm, tools.metrics());
    if (terms.isEmpty()) {
      run.refuseAll(new Whole(null, Usage.NONE, GONE));
    }
    tools.pump().add(run);
    try {
      drive(run, group, new OutputLines(batch.id()), bell);
    } finally {
      tools.pump().remove(run);
      run.stop();
    }
    finish(work.claim());
  }

  private void drive(SliceRun run, ResultGroup group, OutputLines output, Semaphore bell) {
    for (boolean over = false; !over; ) {
      for (SliceRun.Ended end = next(run, group); end != null; end = next(run, group)) {
        group.add(output.of(end.line(), run.requestId(end.line()), end.whole()));
      }
      boolean last = run.over();
      Progress progress = group.look(last);
      if (progress == Progress.LOST) {
        throw new LostException();
      }
      if (progress == Progress.ENDING || stopping) {
        run.stop();
      }
      over = last && group.isEmpty();
      if (!over) {
        pause(bell, group);
      }
    }
  }

  private static SliceRun.Ended next(SliceRun run, ResultGroup group) {
    return group.isFull() ? null : run.poll();
  }

  private void pause(Semaphore bell, ResultGroup group) {
    if (group.isFull() && !group.isStuck()) {
      return;
    }
    await(bell, ResultGroup.PERIOD);
  }

  private void await(Semaphore bell, Duration time) {
    try {
      rhythm.pause().await(bell, time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private void finish(Claim claim) {
    if (stopping) {
      tools.store().release(claim, rhythm.now(), rhythm.now());
    } else {
      tools.store().end(claim, rhythm.now());
    }
  }

  private List<LineRun> lines(SliceStore.Work work) {
    SliceSpan span = work.span();
    Batch batch = work.batch();
    byte[] part =
        tools.contents().read(batch.tenant(), batch.files().input(), span.from(), span.length());
    InputLines input =
        InputLines.ofPart(new ByteArrayInputStream(part), span.firstLine(), span.from());
    List<LineRun> lines = new ArrayList<>();
    try {
      for (InputLines.Line line = input.next(); line != null; line = input.next()) {
        if (!work.done().contains(line.number())) {
          RequestLine asked = RequestLine.parse(line.content().bytes());
          lines.add(
              new LineRun(
                  line.number(),
                  asked.text("custom_id"),
                  tools.questions().parse(asked.body(), batch.operation())));
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return lines;
  }
}
