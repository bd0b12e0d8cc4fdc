package io.tidegate.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.TenantId;
import io.tidegate.testing.StartGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who gets memory, who gets none, and that every byte comes back. */
class MemoryBudgetTest {

  private static final long MIB = 1 << 20;
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GLOBEX = new TenantId("globex");

  @Test
  void givesUpToItsLimitAndTakesBackOnce() {
    MemoryBudget budget = budget(64 * MIB, 1);
    Reservation first = budget.open(ACME, Use.BODIES);

    assertThat(first.take(30 * MIB)).isTrue();
    assertThat(budget.held()).isEqualTo(30 * MIB);
    assertThat(budget.held(Use.BODIES)).isEqualTo(30 * MIB);
    first.giveBack(10 * MIB);
    assertThat(budget.held()).isEqualTo(20 * MIB);
    first.close();
    first.close();
    assertThat(budget.held()).isZero();
    assertThat(first.take(1)).as("after its end").isFalse();
    assertThat(budget.held()).isZero();
    assertThat(budget.tenants()).isZero();
  }

  @Test
  void takesAllOrNothing() {
    MemoryBudget budget = budget(8 * MIB, 1);
    Reservation reservation = budget.open(ACME, Use.BODIES);

    assertThat(reservation.take(7 * MIB)).isFalse();
    assertThat(budget.held()).isZero();
    assertThat(budget.refusals(Use.BODIES)).isEqualTo(1);
    assertThat(reservation.take(6 * MIB)).isTrue();
  }

  @Test
  void leavesTheLastQuarterToSmallOnes() {
    MemoryBudget budget = budget(64 * MIB, 1);
    int large = 0;
    while (budget.open(ACME, Use.BODIES).take(MIB)) {
      large++;
    }
    int small = 0;
    while (budget.open(ACME, Use.BODIES).take(64 << 10)) {
      small++;
    }

    assertThat(large).isEqualTo(48);
    assertThat(small).isEqualTo(16 * 16);
    assertThat(budget.held()).isEqualTo(64 * MIB);
  }

  @Test
  void whatIsTakenDownForTheCacheLeavesAHalf() {
    MemoryBudget budget = budget(64 * MIB, 1);
    int captures = 0;
    while (budget.open(ACME, Use.CAPTURES).take(64 << 10)) {
      captures++;
    }

    assertThat(captures).isEqualTo(32 * 16);
    assertThat(budget.open(ACME, Use.BODIES).take(16 * MIB)).isTrue();
  }

  @Test
  void oneTenantLeavesRoomForTheNext() {
    MemoryBudget budget = budget(60 * MIB, 0.5);
    List<Reservation> first = fill(budget, ACME);
    assertThat(used(first)).as("alone").isEqualTo(30 * MIB);

    assertThat(used(fill(budget, GLOBEX))).as("beside one").isEqualTo(15 * MIB);
    assertThat(used(fill(budget, new TenantId("initech")))).as("beside two").isPositive();
  }

  @Test
  void aTenantThatHoldsNothingElseMayHaveOneLargeThing() {
    MemoryBudget budget = budget(64 * MIB, 0.25);

    assertThat(budget.open(ACME, Use.BODIES).take(32 * MIB)).isTrue();
    assertThat(budget.open(ACME, Use.BODIES).take(1)).isFalse();
    assertThat(budget.open(GLOBEX, Use.BODIES).take(1)).isTrue();
  }

  @Test
  void aStreamThatIsReadAlongKeepsOneGrain() {
    MemoryBudget budget = budget(MIB, 1);
    Reservation stream = budget.open(ACME, Use.ANSWERS);
    for (int event = 0; event < 1000; event++) {
      assertThat(stream.take(300)).isTrue();
      stream.giveBack(300);
    }

    assertThat(budget.held()).isEqualTo(Reservation.GRAIN);
    stream.close();
    assertThat(budget.held()).isZero();
  }

  @Test
  void growingBytesAreReservedBeforeTheyGrow() {
    MemoryBudget budget = budget(4 * MIB, 1);
    Reservation reservation = budget.open(ACME, Use.BODIES);
    GrowingBytes bytes = new GrowingBytes(reservation, 1_000_000);
    byte[] part = new byte[8192];
    new Random(1).nextBytes(part);
    while (bytes.add(part, 0, part.length) && bytes.size() < 2_000_000) {
      assertThat(reservation.used()).isGreaterThanOrEqualTo(bytes.size());
    }

    assertThat(bytes.size()).isGreaterThan(1_900_000);
    assertThat(bytes.whole()).hasSize(bytes.size()).startsWith(part).endsWith(part);
    Reservation other = budget.open(ACME, Use.BODIES);
    assertThat(other.take(2 * MIB)).isFalse();
    GrowingBytes refused = new GrowingBytes(other, 0);
    while (refused.add(part, 0, part.length)) {
      assertThat(budget.held()).isLessThanOrEqualTo(budget.limit());
    }
    assertThat(refused.whole()).as("what came before is there").hasSize(refused.size());
  }

  @Test
  void whateverManyThreadsDoItIsNeverOverItsLimitAndEverythingComesBack() throws Exception {
    long seed = new Random().nextLong();
    MemoryBudget budget = budget(16 * MIB, 0.5);
    AtomicBoolean over = new AtomicBoolean();
    StartGate.run(
        8,
        thread -> {
          Random random = new Random(seed + thread);
          List<Reservation> open = new ArrayList<>();
          for (int step = 0; step < 20_000; step++) {
            act(budget, open, random);
            over.compareAndSet(false, budget.held() > budget.limit());
          }
          open.forEach(Reservation::close);
        });

    assertThat(over).as("seed %d", seed).isFalse();
    assertThat(budget.held()).as("seed %d", seed).isZero();
    assertThat(budget.tenants()).as("seed %d", seed).isZero();
    for (Use use : Use.values()) {
      assertThat(budget.held(use)).as("seed %d", seed).isZero();
    }
  }

  private static void act(MemoryBudget budget, List<Reservation> open, Random random) {
    if (open.isEmpty() || random.nextInt(10) == 0) {
      List<Use> uses = List.of(Use.values());
      Use use = uses.get(random.nextInt(uses.size()));
      open.add(budget.open(new TenantId("tenant" + random.nextInt(5)), use));
    }
    Reservation reservation = open.get(random.nextInt(open.size()));
    switch (random.nextInt(8)) {
      case 0 -> reservation.close();
      case 1, 2, 3 -> reservation.giveBack(random.nextInt(1 << 20));
      default -> {
        boolean taken = reservation.take(random.nextInt(1 << random.nextInt(21)));
        if (!taken && random.nextBoolean()) {
          open.remove(reservation);
          reservation.close();
        }
      }
    }
  }

  private static List<Reservation> fill(MemoryBudget budget, TenantId tenant) {
    List<Reservation> all = new ArrayList<>();
    while (true) {
      Reservation next = budget.open(tenant, Use.BODIES);
      if (!next.take(64 << 10)) {
        return all;
      }
      all.add(next);
    }
  }

  private static long used(List<Reservation> all) {
    return all.stream().mapToLong(Reservation::used).sum();
  }

  private static MemoryBudget budget(long limit, double share) {
    return new MemoryBudget(new MemoryConfig(limit, share));
  }
}
