package io.tidegate.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Places behind an admission with the shipped settings, and tenants that ask at random times. */
final class SimulatedPool {

  /** A call, and what became of it in virtual time; {@code answered} is -1 without an answer. */
  static final class Asked {
    final String tenant;
    final int at;
    int answered = -1;
    FakeCandidate call;

    Asked(String tenant, int at) {
      this.tenant = tenant;
      this.at = at;
    }

    boolean refused() {
      return call.refused() != null;
    }

    boolean within(int millis) {
      return answered >= 0 && answered - at <= millis;
    }
  }

  private record End(int at, long number, Asked asked, int began) {}

  private final Hall hall = new Hall(new AdmissionConfig(Duration.ofSeconds(10), 10_000, 64 << 20));
  private final Random random;
  private final int service;
  private final double jitter;
  private final PriorityQueue<End> ends =
      new PriorityQueue<>(Comparator.comparingInt(End::at).thenComparingLong(End::number));
  private final List<Asked> asked = new ArrayList<>();
  private long started;
  private int now;

  /**
   * A pool of so many places.
   *
   * @param service milliseconds that a call takes
   * @param jitter by what part of that it varies
   */
  SimulatedPool(int places, int service, double jitter, Random random) {
    this.service = service;
    this.jitter = jitter;
    this.random = random;
    hall.freeQuietly(places);
  }

  Hall hall() {
    return hall;
  }

  List<Asked> asked() {
    return asked;
  }

  /** The time since the beginning, in milliseconds. */
  int now() {
    return now;
  }

  /** Lets {@code millis} pass, in which {@code tenants} ask, each so many times a second. */
  void run(int millis, double perSecond, String... tenants) {
    for (int end = now + millis; now < end; step()) {
      for (String tenant : tenants) {
        for (int i = poisson(perSecond / 1000); i > 0; i--) {
          ask(tenant);
        }
      }
    }
  }

  /** A call of {@code tenant}, now. */
  Asked ask(String tenant) {
    Asked one = new Asked(tenant, now);
    one.call = hall.call(tenant);
    one.call.onStart(() -> begin(one));
    asked.add(one);
    hall.admission().enter(one.call);
    return one;
  }

  void step() {
    while (!ends.isEmpty() && ends.peek().at() <= now) {
      End end = ends.poll();
      end.asked().answered = now;
      long took = Duration.ofMillis(now - end.began()).toNanos();
      hall.admission().ended(Hall.LANE, took, true);
      hall.free(1);
    }
    if (now % 100 == 0) {
      hall.admission().tick();
    }
    now++;
    hall.pass(Duration.ofMillis(1));
  }

  private void begin(Asked one) {
    hall.admission().began(Hall.LANE);
    double factor = 1 + jitter * (2 * random.nextDouble() - 1);
    ends.add(new End(now + (int) (service * factor), started++, one, now));
  }

  private int poisson(double mean) {
    int count = 0;
    for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
