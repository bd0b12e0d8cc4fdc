package io.tidegate.admission;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Permit;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** A node before which there is always more work than a limiter lets through, in simulated time. */
final class SimulatedNode {

  private record Event(long at, Runnable what) {}

  private final ManualClock clock;
  private final Limiter limiter;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at));
  private final Deque<Runnable> prefills = new ArrayDeque<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  private long now;
  private int capacity = Integer.MAX_VALUE;
  private boolean streaming = true;
  private Duration prefill = Duration.ZERO;
  private Duration decode = Duration.ofSeconds(2);
  private Duration perToken = Duration.ofMillis(20);
  private double crowding;
  private int places = Integer.MAX_VALUE;
  private int working;
  private double tokens;
  private double times;
  private boolean prefilling;
  private int inside;
  private long attempts;
  private long busy;
  private double firstContents;
  private long streams;

  SimulatedNode(ManualClock clock, Limiter limiter, long seed) {
    this.clock = clock;
    this.limiter = limiter;
    this.random = new SplittableRandom(seed);
  }

  /** How many calls it works at; more are refused within 50 ms. */
  void capacity(int calls) {
    capacity = calls;
  }

  /**
   * How long it computes for a prompt, one at a time, and how long it then goes on, all at once.
   */
  void speed(Duration forPrompt, Duration afterwards) {
    prefill = forPrompt;
    decode = afterwards;
  }

  /** Whether its answers come as streams. */
  void streaming(boolean are) {
    streaming = are;
  }

  /** How many calls it works at; more wait for one of these places, first come, first served. */
  void places(int calls) {
    places = calls;
  }

  /**
   * How long an answer's token takes, and how much longer when it works at a hundred calls: by the
   * factor {@code more} and one.
   */
  void pace(Duration token, double more) {
    perToken = token;
    crowding = more;
  }

  /** The tokens of the answers that ended since {@link #forget}. */
  double tokens() {
    return tokens;
  }

  /** The mean time of an answer since {@link #forget}, in seconds. */
  double meanTime() {
    return times / streams / 1e9;
  }

  /** The share of attempts that were refused since {@link #forget}. */
  double busyShare() {
    return (double) busy / attempts;
  }

  /** The mean time to first content since {@link #forget}, as a multiple of one prompt's time. */
  double slowdown() {
    return firstContents / streams / prefill.toNanos();
  }

  void forget() {
    attempts = 0;
    busy = 0;
    firstContents = 0;
    streams = 0;
    tokens = 0;
    times = 0;
  }

  void run(Duration time) {
    long end = now + time.toNanos();
    admit();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.poll();
      moveTo(next.at());
      next.what().run();
      admit();
    }
    moveTo(end);
  }

  private void admit() {
    while (limiter.hasRoom()) {
      begin(limiter.tryAcquire().orElseThrow());
    }
  }

  private void begin(Permit permit) {
    attempts++;
    int inFlight = limiter.inFlight();
    long began = now;
    if (inside >= capacity) {
      busy++;
      after(50e6, () -> end(permit, sample(Kind.BUSY, inFlight, began, -1)));
      return;
    }
    inside++;
    waiting.add(
        () -> {
          prefills.add(() -> decode(permit, inFlight, began));
          nextPrefill();
        });
    work();
  }

  private void work() {
    while (working < places && !waiting.isEmpty()) {
      working++;
      waiting.poll().run();
    }
  }

  private void nextPrefill() {
    if (!prefilling && !prefills.isEmpty()) {
      prefilling = true;
      Runnable done = prefills.poll();
      after(
          prefill.toNanos() * (0.8 + 0.4 * random.nextDouble()),
          () -> {
            prefilling = false;
            done.run();
            nextPrefill();
          });
    }
  }

  private void decode(Permit permit, int inFlight, long began) {
    long firstContent = now - began;
    firstContents += firstContent;
    streams++;
    double length = decode.toNanos() * -Math.log(1 - random.nextDouble());
    long output = (long) (length / perToken.toNanos());
    after(
        length * (1 + crowding * working / 100),
        () -> {
          inside--;
          working--;
          tokens += output;
          times += now - began;
          end(permit, answered(inFlight, began, firstContent, output));
          work();
        });
  }

  private Sample answered(int inFlight, long began, long firstContent, long output) {
    long total = now - began;
    long started = clock.getAsLong() - total;
    return new Sample(
        Kind.COMPLETED, inFlight, started, firstContent, 1000, streaming, total, output, 0);
  }

  private Sample sample(Kind kind, int inFlight, long began, long firstContent) {
    long started = clock.getAsLong() - (now - began);
    return new Sample(kind, inFlight, started, firstContent, 1000, true);
  }

  private void end(Permit permit, Sample sample) {
    limiter.observe(sample);
    permit.close();
  }

  private void after(double nanos, Runnable what) {
    events.add(new Event(now + (long) nanos, what));
  }

  private void moveTo(long time) {
    clock.advance(Duration.ofNanos(time - now));
    now = time;
  }
}
