package io.tidegate.batches.steps;

import static java.util.Objects.requireNonNull;

import io.tidegate.batches.lines.LineRun;
import io.tidegate.collect.AnswerCollector.Asking;
import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.memory.MemoryBudget;
import io.tidegate.memory.Reservation;
import io.tidegate.memory.Use;
import io.tidegate.store.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The lines of a slice while they are run: which may be started, which are under way, and which
 * have ended and are yet to be stored.
 *
 * <p>Thread-safe: the pump starts lines, calls end on any thread, and a worker takes what has
 * ended.
 */
final class SliceRun {

  /** Nothing is started while more bytes of answers than these are yet to be stored. */
  static final long MOST_WAITING = 16 << 20;

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(32));

  /**
   * A line and how its call ended.
   *
   * @param held what that takes of the memory; whoever takes the line out closes it
   */
  record Ended(LineRun line, CollectedAnswer whole, Reservation held) {

    private int bytes() {
      return whole.result() == null ? 0 : whole.result().body().bytes().length;
    }
  }

  private final LineCalls calls;
  private final int maxAttempts;
  private final RandomGenerator random;
  private final Runnable bell;
  private final Queue<LineRun> ready;
  private final Map<LineRun, Optional<Asking>> underWay = new HashMap<>();
  private final Queue<Ended> ended = new ArrayDeque<>();
  private long waiting;
  private boolean stopped;
  private boolean closed;
  private long progress;

  /**
   * A run of {@code lines}.
   *
   * @param maxAttempts how often a line may be tried that nodes fail to answer
   * @param random for the pauses before a line is tried again
   * @param bell told when a line has ended; must not block
   */
  SliceRun(
      Collection<LineRun> lines,
      LineCalls calls,
      int maxAttempts,
      RandomGenerator random,
      Runnable bell) {
    this.ready = new ArrayDeque<>(lines);
    this.calls = requireNonNull(calls, "calls");
    this.maxAttempts = maxAttempts;
    this.random = requireNonNull(random, "random");
    this.bell = requireNonNull(bell, "bell");
  }

  /** Says that it is {@code now}, so that {@link #isIdle} knows since when nothing happens. */
  synchronized void begin(long now) {
    progress = now;
  }

  /** Whether nothing is under way, and no line has ended for {@code span} nanoseconds. */
  synchronized boolean isIdle(long now, long span) {
    return underWay.isEmpty() && ended.isEmpty() && !ready.isEmpty() && now - progress >= span;
  }

  /** Takes the next line out that may be started at {@code now}; null if there is none. */
  synchronized LineRun next(long now, Predicate<String> startable) {
    if (waiting > MOST_WAITING) {
      return null;
    }
    for (Iterator<LineRun> lines = ready.iterator(); lines.hasNext(); ) {
      LineRun line = lines.next();
      boolean due = line.failures + line.putOff == 0 || line.notBefore - now <= 0;
      if (due && startable.test(line.request().model())) {
        lines.remove();
        underWay.put(line, Optional.empty());
        return line;
      }
    }
    return null;
  }

  /** The call that asks {@code line} at {@code now}. */
  Call call(LineRun line, long now) {
    return calls.of(line, now);
  }

  /** Whose lines they are. */
  TenantId tenant() {
    return calls.tenant();
  }

  /** The id under which {@code line} is asked. */
  String requestId(LineRun line) {
    return calls.id(line);
  }

  /** Starts no line: all end as {@code whole}, which holds nothing. */
  synchronized void refuseAll(CollectedAnswer whole) {
    Reservation nothing = MemoryBudget.unlimited().open(tenant(), Use.WORK);
    ready.forEach(line -> ended.add(new Ended(line, whole, nothing)));
    ready.clear();
  }

  /** The call of {@code line} is under way, or has already ended. */
  void asked(LineRun line, Asking asking) {
    boolean unwanted;
    synchronized (this) {
      unwanted = underWay.replace(line, Optional.of(asking)) != null && stopped;
    }
    if (unwanted) {
      asking.cancel();
    }
  }

  /** The call of a line has ended at {@code now}. */
  void ended(Ended end, long now) {
    LineRun line = end.line();
    Failure failure = end.whole().failure();
    boolean kept;
    synchronized (this) {
      underWay.remove(line);
      boolean last = failure == null || isFinal(line, failure);
      kept = last && !closed;
      if (kept) {
        ended.add(end);
        waiting += end.bytes();
        progress = now;
      } else if (!last && !stopped) {
        line.notBefore = now + pause(line, failure).toNanos();
        ready.add(line);
      }
    }
    if (!kept) {
      end.held().close();
    }
    bell.run();
  }

  /** Stops, and lets go what has ended: nobody will take it any more. */
  void close() {
    stop();
    List<Ended> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(ended);
    }
    left.forEach(end -> end.held().close());
  }

  /** Starts no other line, and leaves those under way. */
  void stop() {
    List<Asking> leaving = new ArrayList<>();
    synchronized (this) {
      stopped = true;
      ready.clear();
      underWay.values().forEach(asking -> asking.ifPresent(leaving::add));
    }
    leaving.forEach(Asking::cancel);
  }

  /** The next line that has ended, or null. */
  synchronized Ended poll() {
    Ended next = ended.poll();
    if (next != null) {
      waiting -= next.bytes();
    }
    return next;
  }

  /** Whether nothing is left to start, to wait for, or to take. */
  synchronized boolean over() {
    return ready.isEmpty() && underWay.isEmpty() && ended.isEmpty();
  }

  private boolean isFinal(LineRun line, Failure failure) {
    return switch (RetryDecision.of(failure.code())) {
      case FAILED -> true;
      case TRIED -> ++line.failures >= maxAttempts;
      case PUT_OFF -> {
        line.putOff++;
        yield false;
      }
    };
  }

  private Duration pause(LineRun line, Failure failure) {
    int attempts = line.failures + line.putOff;
    return Duration.ofMillis(BACKOFF.after(attempts, failure.retryAfter(), random));
  }
}
