package io.tidegate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.ToReproduce;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FanoutTest {

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  /** Portions that wait for a thread. */
  private final Queue<Runnable> portions = new ArrayDeque<>();

  private final Answer answer = new Answer(Long.MAX_VALUE, portions::add);
  private final List<Follower> followers = new ArrayList<>();

  /** A reader that takes what there is when it is signalled. */
  private static final class Follower {
    private final AtomicInteger taken = new AtomicInteger();
    private final Turns turns = new Turns();
    private final AnswerReader reader;

    Follower(Answer answer) {
      reader = answer.open().orElseThrow();
      reader.listen(this::look);
      look();
    }

    void look() {
      turns.take(this::read);
    }

    private void read() {
      while (reader.poll() != null) {
        taken.incrementAndGet();
      }
    }
  }

  @Test
  void fewAreSignalledByTheWriter() {
    join(Answer.FEW);

    append();

    assertThat(portions).isEmpty();
    assertThat(whoTook(1)).isEqualTo(Answer.FEW);
  }

  @Test
  void theWriterSignalsNoneOfManyButThoseWhoTakeDown() {
    join(1);
    followers.get(0).reader.attends();
    join(10_000);

    append();

    assertThat(whoTook(1)).isOne();
    assertThat(followers.get(0).taken).hasValue(1);
  }

  @Test
  void onePortionAtATimeWaitsForAThreadAndIsShort() {
    join(10_000);
    append();
    int before = 0;

    while (!portions.isEmpty()) {
      assertThat(portions).hasSize(1);
      portions.remove().run();
      assertThat(whoTook(1) - before).isBetween(1, Fanout.PORTION);
      before = whoTook(1);
    }

    assertThat(whoTook(1)).isEqualTo(10_000);
  }

  @Test
  void nobodyIsForgottenHoweverTheyComeAndGo() {
    int events = 0;
    for (int i = 0; i < 5_000; i++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          append();
          events++;
        }
        case 1 -> leave();
        case 2, 3 -> join(1);
        default -> {
          if (!portions.isEmpty()) {
            portions.remove().run();
          }
        }
      }
    }
    runAll();

    assertThat(whoTook(events)).isEqualTo(followers.size());
  }

  @Test
  void aSignalThatFailsKeepsItFromNobodyElse() {
    join(100);
    followers.get(10).reader.listen(FanoutTest::fail);
    followers.get(20).reader.listen(FanoutTest::breakDown);
    append();
    runAll();
    append();
    runAll();

    assertThat(whoTook(2)).isEqualTo(98);
  }

  @Test
  void allAreSignalledWhereNoThreadIsGiven() {
    assertSignalsAll(
        portion -> {
          throw new RejectedExecutionException();
        });
    assertSignalsAll(
        portion -> {
          throw new OutOfMemoryError("as a test wants");
        });
  }

  private void assertSignalsAll(Executor threads) {
    Answer stopping = new Answer(Long.MAX_VALUE, threads);
    followers.clear();
    IntStream.range(0, 5_000).forEach(i -> followers.add(new Follower(stopping)));

    stopping.append(new byte[] {1});

    assertThat(whoTook(1)).isEqualTo(5_000);
  }

  @Test
  void manyThreadsForgetNobody() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Answer shared = new Answer(Long.MAX_VALUE, threads);
    int events = 2_000;
    Thread writer = new Thread(() -> IntStream.range(0, events).forEach(i -> append(shared)));

    IntStream.range(0, 200).forEach(i -> followers.add(new Follower(shared)));
    writer.start();
    IntStream.range(0, 200).forEach(i -> followers.add(new Follower(shared)));
    writer.join();

    long begun = System.nanoTime();
    while (whoTook(events) < followers.size()) {
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
      Thread.onSpinWait();
    }
    threads.shutdownNow();
  }

  private static void fail() {
    throw new IllegalStateException("as a test wants");
  }

  private static void breakDown() {
    throw new StackOverflowError("as a test wants");
  }

  private void join(int count) {
    IntStream.range(0, count).forEach(i -> followers.add(new Follower(answer)));
  }

  private void leave() {
    if (!followers.isEmpty()) {
      followers.remove(random.nextInt(followers.size())).reader.close();
    }
  }

  private void append() {
    append(answer);
  }

  private static void append(Answer answer) {
    answer.append(new byte[] {1});
  }

  private void runAll() {
    while (!portions.isEmpty()) {
      portions.remove().run();
    }
  }

  private int whoTook(int events) {
    return (int) followers.stream().filter(one -> one.taken.get() == events).count();
  }
}
