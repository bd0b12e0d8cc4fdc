package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One writer and many readers at once. */
class AnswerConcurrencyTest {

  private static final int READERS = 6;
  private static final int EVENTS = 3_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void everyReaderSeesAllBytesAndTheWriterLearnsOfEachOnce() throws Exception {
    long seed = new Random().nextLong();
    List<byte[]> events = events(new Random(seed));
    long sum = events.stream().mapToLong(event -> event.length).sum();
    Answer answer = new Answer();
    AtomicLong drained = new AtomicLong();
    answer.onDrained(drained::addAndGet);
    List<Future<Long>> hashes = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Semaphore signal = new Semaphore(0);
      AnswerReader reader = answer.open(signal::release).orElseThrow();
      hashes.add(threads.submit(() -> read(reader, signal)));
    }

    gate.countDown();
    events.forEach(answer::append);
    answer.complete(Usage.NONE);

    long expected = events.stream().reduce(1L, AnswerConcurrencyTest::hash, Long::sum);
    for (Future<Long> hash : hashes) {
      assertThat(hash.get(20, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(expected);
    }
    assertThat(drained).as("seed %d", seed).hasValue(sum);
  }

  @Test
  void isAbandonedHoweverReadersLeave() throws Exception {
    for (int round = 0; round < 300; round++) {
      Answer answer = new Answer();
      AtomicInteger abandoned = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> leaving = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        AnswerReader reader = answer.open(() -> {}).orElseThrow();
        leaving.add(
            threads.submit(
                () -> {
                  start.await();
                  reader.close();
                  return null;
                }));
      }
      start.countDown();
      answer.onAbandoned(abandoned::incrementAndGet);
      for (Future<?> left : leaving) {
        left.get(20, TimeUnit.SECONDS);
      }
      assertThat(abandoned.get()).as("round %d", round).isPositive();
    }
  }

  private Long read(AnswerReader reader, Semaphore signal) throws InterruptedException {
    gate.await();
    long hash = 1;
    while (!reader.finished()) {
      byte[] event = reader.poll();
      if (event == null) {
        // Bounded, so that a lost signal fails the test by its time and not by a hang.
        assertThat(signal.tryAcquire(10, TimeUnit.SECONDS) || reader.finished()).isTrue();
        signal.drainPermits();
        continue;
      }
      hash = hash(hash, event);
      reader.passedOn(event.length);
    }
    return hash;
  }

  private static long hash(long before, byte[] event) {
    long hash = before;
    for (byte next : event) {
      hash = 31 * hash + next;
    }
    return hash;
  }

  private static List<byte[]> events(Random random) {
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      byte[] event = new byte[random.nextInt(50)];
      random.nextBytes(event);
      events.add(event);
    }
    return events;
  }
}
