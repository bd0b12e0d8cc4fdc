package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.InputLines;
import io.tidegate.batches.lines.LineRun;
import io.tidegate.batches.lines.OutputLines;
import io.tidegate.batches.state.Batch;
import io.tidegate.batches.state.Claim;
import io.tidegate.batches.state.LeaseStatus;
import io.tidegate.batches.state.SliceSpan;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Questions;
import io.tidegate.exchange.RequestLine;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.files.BatchFiles;
import io.tidegate.jobs.TenantTerms;
import io.tidegate.metrics.Metrics;
import io.tidegate.work.TenantShares;
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
public final class SliceStep {

  private static final Logger LOG = System.getLogger(SliceStep.class.getName());

  /** How long a slice may go on without an end of a line while others wait. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 3;

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
  public record Parts(
      SliceStore store,
      BatchFiles contents,
      TenantTerms tenancy,
      Questions questions,
      Pump pump,
      RandomGenerator random,
      int maxAttempts,
      Duration patience,
      Metrics metrics) {}

  private final Parts parts;
  private final WorkerClock rhythm;
  private final TenantShares tenants;
  private final TenantShares models;
  private volatile boolean stopping;

  /** Runs slices on so many {@code sessions}: a tenant, and a model, takes half of them at most. */
  public SliceStep(Parts parts, WorkerClock rhythm, int sessions) {
    this.parts = requireNonNull(parts, "parts");
    this.rhythm = requireNonNull(rhythm, "rhythm");
    this.tenants = new TenantShares(sessions, 2);
    this.models = new TenantShares(sessions, 2);
  }

  /** Has the slices that run end early, and be given back; no other is begun. */
  public void stop() {
    stopping = true;
  }

  /**
   * Does a slice: {@code slice} of {@code batch}, which a message named, or rather another one that
   * waits, if that one's tenant or model has its share of the sessions. A message is a turn, and
   * whose it is shows when it comes. While nobody's turn it is, it is kept until somebody comes;
   * while no line may begin, until one may.
   */
  public void run(String batch, int slice) {
    SliceStore.Ref named = new SliceStore.Ref(batch, slice);
    for (boolean over = false; !over; ) {
      throwIfStopping();
      Turn turn = parts.pump().closed() ? Turn.LATER : turn(named);
      turn.work().ifPresent(this::shared);
      over = !turn.again();
      if (turn.again()) {
        rhythm.hold(WorkerClock.PARKED);
      }
    }
  }

  private void throwIfStopping() {
    if (stopping) {
      rhythm.hold(WorkerClock.LAST_PAUSE);
      throw new IllegalStateException("the server stops");
    }
  }

  /** What a message comes to: work, or to be looked at again, or nothing. */
  private record Turn(Optional<SliceStore.Work> work, boolean again) {

    private static final Turn LATER = new Turn(Optional.empty(), true);
  }

  /** One at a time, so that shares hold. */
  private synchronized Turn turn(SliceStore.Ref named) {
    SliceStore store = parts.store();
    long now = rhythm.now();
    SliceStore.Full full = new SliceStore.Full(tenants.full(), models.full());
    Optional<SliceStore.Ref> next = store.waiting(now, full);
    boolean kept = next.isEmpty() && store.waiting(now, SliceStore.Full.NOBODY).isPresent();
    if (kept) {
      return Turn.LATER;
    }
    SliceStore.Ref ref = next.orElse(named);
    Optional<SliceStore.Work> work = store.begin(ref.batch(), ref.slice(), rhythm.newLease());
    work.ifPresent(this::enter);
    // Another server may have been faster: then the turn is still to be taken.
    return new Turn(work, work.isEmpty() && next.isPresent());
  }

  private void enter(SliceStore.Work work) {
    tenants.enter(work.batch().tenant().value());
    models.enter(work.batch().model());
  }

  private void shared(SliceStore.Work work) {
    try {
      run(work);
    } finally {
      tenants.leave(work.batch().tenant().value());
      models.leave(work.batch().model());
    }
  }

  private void run(SliceStore.Work work) {
    try {
      run(work, lines(work));
    } catch (LostException over) {
      LOG.log(Level.DEBUG, "a slice of {0} was taken over", work.batch().id());
    } catch (RuntimeException mistake) {
      // The epoch tells how often it was taken up, turns that went well among them.
      long pause = Mistake.pause(Mistake.isPassing(mistake) ? 0 : work.claim().epoch() - 1);
      LOG.log(
          Level.WARNING,
          "a slice of {0} was not run, and is tried again in {1} s: {2}",
          work.batch().id(),
          Duration.ofMillis(pause).toSeconds(),
          Mistake.reason(mistake));
      long now = rhythm.now();
      parts.store().release(work.claim(), now + pause, now);
    }
  }

  private void run(SliceStore.Work work, List<LineRun> lines) {
    Batch batch = work.batch();
    Optional<Terms> terms = parts.tenancy().terms(batch.tenant());
    LineCalls calls =
        new LineCalls(
            batch.id(),
            batch.tenant(),
            batch.operation(),
            terms.map(Terms::pinned).orElse(true),
            parts.patience());
    Semaphore bell = new Semaphore(0);
    SliceRun run = new SliceRun(lines, calls, parts.maxAttempts(), parts.random(), bell::release);
    ResultGroup group = new ResultGroup(parts.store(), work.claim(), rhythm, parts.metrics());
    if (terms.isEmpty()) {
      run.refuseAll(new CollectedAnswer(null, Usage.NONE, GONE));
    }
    boolean whole;
    run.begin(rhythm.clock().getAsLong());
    parts.pump().add(run);
    try {
      whole = drive(run, group, new OutputLines(batch), bell);
    } finally {
      parts.pump().remove(run);
      run.close();
    }
    finish(work.claim(), whole);
  }

  /** Whether its time would be better spent on others. */
  private boolean stands(SliceRun run) {
    long now = rhythm.clock().getAsLong();
    if (parts.pump().closed()) {
      // The others could not begin either, and would be put off longer each time.
      run.begin(now);
      return false;
    }
    if (!run.isIdle(now, IDLE.toNanos())) {
      return false;
    }
    // Not to be asked again before a second.
    run.begin(now - IDLE.toNanos() + LOOK.toNanos());
    return parts.store().waiting(rhythm.now(), SliceStore.Full.NOBODY).isPresent();
  }

  /** Runs until all lines have ended, or must end; false if it was left for others. */
  private boolean drive(SliceRun run, ResultGroup group, OutputLines output, Semaphore bell) {
    boolean left = false;
    for (boolean over = false; !over; ) {
      for (SliceRun.Ended end = next(run, group); end != null; end = next(run, group)) {
        group.add(output.of(end.line(), run.requestId(end.line()), end.whole()));
        end.held().close();
      }
      boolean last = run.over();
      LeaseStatus progress = group.look(last);
      if (progress == LeaseStatus.LOST) {
        throw new LostException();
      }
      left |= !stopping && progress == LeaseStatus.GOING && stands(run);
      if (progress == LeaseStatus.ENDING || stopping || left) {
        run.stop();
      }
      over = last && group.isEmpty();
      if (!over) {
        pause(bell, group);
      }
    }
    return !left;
  }

  private static SliceRun.Ended next(SliceRun run, ResultGroup group) {
    return group.isFull() ? null : run.poll();
  }

  private void pause(Semaphore bell, ResultGroup group) {
    if (group.isFull() && !group.isStuck()) {
      return;
    }
    rhythm.await(bell, ResultGroup.PERIOD);
  }

  private void finish(Claim claim, boolean whole) {
    long now = rhythm.now();
    if (stopping) {
      parts.store().release(claim, now, now);
    } else if (!whole) {
      // The epoch tells how often it was taken up.
      long doublings = Math.min(claim.epoch() - 1, MOST_DOUBLINGS);
      parts.store().release(claim, now + (IDLE.toMillis() << doublings), now);
    } else {
      parts.store().end(claim, rhythm.now());
    }
  }

  private List<LineRun> lines(SliceStore.Work work) {
    SliceSpan span = work.span();
    Batch batch = work.batch();
    byte[] part =
        parts.contents().read(batch.tenant(), batch.files().input(), span.from(), span.length());
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
                  parts.questions().parse(asked.body(), batch.operation())));
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return lines;
  }
}
