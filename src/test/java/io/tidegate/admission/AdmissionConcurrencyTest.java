package io.tidegate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.metrics.Metric;
import io.tidegate.testing.StartGate;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads, and calls that end within their start. */
class AdmissionConcurrencyTest {

  private static final int THREADS = 8;
  private static final int CALLS = 1500;
  private static final int PLACES = 20;

  private final long seed = new Random().nextLong();
  private Hall hall = new Hall(new AdmissionConfig(Duration.ofSeconds(10), 100_000, 1 << 30));
  private final Admission admission = hall.admission();
  private final Queue<FakeCandidate> running = new ConcurrentLinkedQueue<>();
  private final Queue<FakeCandidate> left = new ConcurrentLinkedQueue<>();
  private final Queue<FakeCandidate> all = new ConcurrentLinkedQueue<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed, hall.clock());

  @Test
  void doesNotGrowTheStackHoweverManyEndWithinTheirStart() {
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 50_000; i++) {
      FakeCandidate call = hall.call("tenant-" + i % 7);
      call.onStart(
          () -> {
            ended.incrementAndGet();
            hall.free(1);
          });
      admission.enter(call);
    }
    assertThat(admission.waiting()).isEqualTo(50_000);

    hall.free(1);

    assertThat(ended).hasValue(50_000);
    assertThat(admission.waiting()).isZero();
    assertThat(hall.freePlaces()).isEqualTo(1);
  }

  @Test
  void doesNotGrowTheStackWhereTwoModelsStandInForEachOther() {
    List<FakeCandidate> calls = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      calls.addAll(withFallback("tenant", "a", "b"));
      calls.addAll(withFallback("tenant", "b", "a"));
    }
    assertThat(admission.waiting()).isEqualTo(10_000);

    for (int i = 0; i < 2; i++) {
      hall.pass(Duration.ofSeconds(10));
      admission.tick();
    }

    assertThat(calls).allMatch(call -> call.ends() == 1);
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void doesNotGrowTheStackWhereWhoIsDisplacedDisplacesOthers() {
    hall = new Hall(new AdmissionConfig(Duration.ofSeconds(10), 5_000, 1 << 30));
    List<FakeCandidate> calls = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      calls.addAll(withFallback("tenant", "a", "b"));
      calls.addAll(withFallback("other", "b", "a"));
    }

    calls.addAll(withFallback("newcomer", "a", "b"));

    assertThat(calls).filteredOn(call -> call.ends() == 1).hasSizeGreaterThan(1_000);
    assertThat(calls).allMatch(call -> call.ends() <= 1);
    assertThat(hall.admission().waiting()).isEqualTo(10_000);
  }

  /** A call to {@code model}, which waits, and what it becomes when it is refused. */
  private List<FakeCandidate> withFallback(String tenant, String model, String fallback) {
    hall.model = fallback;
    FakeCandidate second = hall.call(tenant);
    hall.model = model;
    FakeCandidate first = hall.call(tenant).onRefusal(() -> hall.admission().enter(second));
    hall.admission().enter(first);
    return List.of(first, second);
  }

  /** Else a thread that reads nodes' answers writes the refusals of all who come meanwhile. */
  @Test
  void newcomersAreJudgedByTheirOwnThreadsWhileAnotherStartsACall() throws Exception {
    hall.drainEvery(Duration.ofMillis(100));
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    FakeCandidate slow = hall.call("a").onStart(() -> await(starting, begun));
    admission.enter(slow);
    List<FakeCandidate> waiting = hall.enter("a", 80);
    Thread starter = new Thread(() -> hall.free(1));
    starter.start();
    try {
      assertThat(starting.await(20, TimeUnit.SECONDS)).isTrue();
      List<FakeCandidate> newcomers = hall.enter("a", 20);
      assertThat(newcomers.get(19).refusedFor()).isEqualTo(ErrorCode.GATEWAY_OVERLOADED);

      hall.freeQuietly(1);
      assertThat(hall.enter("a").started()).isFalse();
      assertThat(waiting).as("has the place").anyMatch(FakeCandidate::started);
    } finally {
      begun.countDown();
      starter.join();
    }
  }

  private static void await(CountDownLatch told, CountDownLatch awaited) {
    told.countDown();
    try {
      assertThat(awaited.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @RepeatedTest(5)
  void endsEveryCallExactlyOnce() throws Exception {
    hall.freeQuietly(PLACES);
    StartGate.run(
        THREADS,
        thread -> {
          Random random = new Random(seed + thread);
          for (int i = 0; i < CALLS; i++) {
            step(random);
          }
        });

    finishAll();

    assertThat(all).filteredOn(call -> !left.contains(call)).allMatch(call -> call.ends() == 1);
    assertThat(left).allMatch(call -> call.ends() <= 1);
    assertThat(all).filteredOn(FakeCandidate::started).hasSizeGreaterThan(100);
    assertThat(hall.freePlaces()).isEqualTo(PLACES);
    assertThat(admission.waiting()).isZero();
    assertThat(hall.metrics().gauge(Metric.QUEUE_BYTES)).isZero();
    assertThat(admission.lanes()).allMatch(lane -> lane.waitingBytes() == 0);
  }

  private void step(Random random) {
    FakeCandidate call = call(random);
    all.add(call);
    if (random.nextInt(10) == 0) {
      admission.reenter(call);
    } else {
      admission.enter(call);
    }
    switch (random.nextInt(8)) {
      case 0 -> leave(call);
      case 1 -> admission.tick();
      case 2 -> hall.pass(Duration.ofMillis(random.nextInt(20)));
      case 3, 4, 5 -> finish();
      default -> {}
    }
  }

  private synchronized FakeCandidate call(Random random) {
    hall.priority = List.of(Priority.values()).get(random.nextInt(3));
    hall.deadline = Duration.ofMillis(random.nextInt(12_000));
    hall.tokens = 1L + random.nextInt(9000);
    hall.bytes = 50 + random.nextInt(1000);
    FakeCandidate call = hall.call("tenant-" + random.nextInt(6));
    boolean instant = random.nextInt(4) == 0;
    return call.onStart(() -> begun(call, instant));
  }

  private void begun(FakeCandidate call, boolean instant) {
    if (instant) {
      hall.free(1);
    } else {
      running.add(call);
    }
  }

  private void leave(FakeCandidate call) {
    left.add(call);
    call.goAway();
    admission.leave(call);
  }

  private void finish() {
    if (running.poll() != null) {
      hall.free(1);
    }
  }

  private void finishAll() {
    while (!running.isEmpty()) {
      finish();
    }
    hall.pass(Duration.ofSeconds(10));
    admission.tick();
  }
}
