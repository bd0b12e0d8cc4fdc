package io.tidegate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three nodes that refuse at once what is more than they take, and say when to come back; nobody
 * has told the gateway what they take.
 */
class RefusingNodesTest {

  private static final int PLACES = 15;
  private static final int SERVICE = 205;
  private static final int OBJECTIVE = 2000;
  private static final double CAPACITY = 3 * 1000.0 * PLACES / SERVICE;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Fleet fleet = new Fleet();
  private final Map<String, Integer> working = new HashMap<>();
  private final PriorityQueue<Due> events = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final List<Asked> asked = new ArrayList<>();
  private final List<Asked> open = new ArrayList<>();
  private int refusals;
  private int status;
  private Duration pause;
  private int now;

  /** How much later than at once the gateway sends and hears, in milliseconds at most. */
  private int slow;

  private record Due(int at, Runnable what) {}

  private static final class Asked {
    private final int at;
    private final Answer answer;
    private int ended;

    private Asked(int at, Answer answer) {
      this.at = at;
      this.answer = answer;
    }

    private boolean good() {
      return answer.ended() && answer.failure() == null && ended - at <= OBJECTIVE;
    }
  }

  @RegisterExtension final ToReproduce facts = new ToReproduce("seed " + seed);

  @ParameterizedTest(name = "{0} times the capacity, {1}, back after {2} s")
  @CsvSource(
      nullValues = "-",
      value = {
        "0.8, 429, 2", "0.8, 503, 2", "0.8, 429, -", "0.8, 503, -", "0.8, 429, 30",
        "1.5, 429, 2", "1.5, 503, 2", "1.5, 429, -", "1.5, 503, -", "1.5, 503, 30",
        "3, 429, 2", "3, 503, 2", "3, 429, -", "3, 503, -"
      })
  void giveAllTheyCan(double load, int refusal, Long seconds) {
    nodes(refusal, seconds);
    run(5_000, load * CAPACITY);
    int settled = now;
    run(20_000, load * CAPACITY);
    int over = now;
    run(3_000, 0.1);
    List<Asked> measured = between(settled, over);
    double possible = Math.min(measured.size(), 20 * CAPACITY);

    assertThat(measured.stream().filter(Asked::good).count() / possible).isGreaterThan(0.97);
    assertThat(refusals).as("refusals of nodes").isLessThan(asked.size() / 20);
  }

  @ParameterizedTest(name = "{0}, back after {1} s")
  @CsvSource({"429, 2", "503, 2", "429, 30"})
  void getOverAThrongAtTheStart(int refusal, Long seconds) {
    nodes(refusal, seconds);
    for (int i = 0; i < 300; i++) {
      ask();
    }
    run(3_000, 0.8 * CAPACITY);
    int settled = now;
    run(10_000, 0.8 * CAPACITY);
    int over = now;
    run(3_000, 0.1);
    List<Asked> later = between(settled, over);
    assertThat(later).filteredOn(Asked::good).hasSizeGreaterThan(later.size() * 99 / 100);
  }

  /**
   * A server that has just started sends and hears late, and not in the order in which it began.
   */
  @ParameterizedTest(name = "{0} times the capacity, {1}, back after {2} s")
  @CsvSource({"0.8, 429, 2", "0.8, 503, 5", "1.5, 429, 2", "1.5, 503, 5", "3, 429, 2"})
  void getOverAStartInWhichTheGatewayIsSlow(double load, int refusal, Long seconds) {
    nodes(refusal, seconds);
    slow = 400;
    run(2_000, load * CAPACITY);
    slow = 0;
    run(2_500, load * CAPACITY);
    int settled = now;
    run(6_000, load * CAPACITY);
    int over = now;
    run(3_000, 0.1);
    double possible = Math.min(between(settled, over).size(), 6 * CAPACITY);
    assertThat(answered(settled, over) / possible).isGreaterThan(0.93);
  }

  private long answered(int from, int to) {
    return asked.stream()
        .filter(one -> one.ended >= from && one.ended < to)
        .filter(one -> one.answer.ended() && one.answer.failure() == null)
        .count();
  }

  @Test
  void areLeftAloneForAsLongAsTheySayIfTheyTakeNothing() {
    nodes(429, 20L);
    run(2_000, 0.5 * CAPACITY);
    working.replaceAll((node, calls) -> 1_000);
    run(1_000, 0.5 * CAPACITY);
    int before = refusals;
    run(15_000, 0.5 * CAPACITY);

    assertThat(refusals - before).as("refusals meanwhile").isLessThanOrEqualTo(3);
  }

  private List<Asked> between(int from, int to) {
    return asked.stream().filter(one -> one.at >= from && one.at < to).toList();
  }

  private void nodes(int refusal, Long seconds) {
    status = refusal;
    pause = seconds == null ? null : Duration.ofSeconds(seconds);
    for (String name : List.of("a", "b", "c")) {
      fleet.add(name, "m");
      working.put(name, 0);
    }
    fleet.upstream().onStart(attempt -> later(1 + random.nextInt(5 + slow), () -> arrive(attempt)));
  }

  private void arrive(FakeAttempt attempt) {
    if (attempt.ended()) {
      return;
    }
    if (working.get(attempt.node()) >= PLACES) {
      refusals++;
      later(
          1 + random.nextInt(3 + slow),
          () -> unlessEnded(attempt, () -> attempt.refuse(status, pause)));
      return;
    }
    working.merge(attempt.node(), 1, Integer::sum);
    later(
        SERVICE,
        () -> {
          working.merge(attempt.node(), -1, Integer::sum);
          later(random.nextInt(1 + slow), () -> unlessEnded(attempt, attempt::complete));
        });
  }

  private static void unlessEnded(FakeAttempt attempt, Runnable end) {
    if (!attempt.ended()) {
      end.run();
    }
  }

  private void later(int millis, Runnable what) {
    events.add(new Due(now + millis, what));
  }

  private void ask() {
    Answer answer = fleet.ask("m");
    Asked one = new Asked(now, answer);
    asked.add(one);
    open.add(one);
  }

  private void run(int millis, double perSecond) {
    int end = now + millis;
    double next = now;
    while (now < end) {
      for (; next < now + 1; next -= 1000 / perSecond * Math.log(1 - random.nextDouble())) {
        ask();
      }
      now++;
      fleet.pass(Duration.ofMillis(1));
      while (!events.isEmpty() && events.peek().at() <= now) {
        events.poll().what().run();
      }
      open.removeIf(
          one -> {
            one.ended = now;
            return one.answer.ended();
          });
    }
  }
}
