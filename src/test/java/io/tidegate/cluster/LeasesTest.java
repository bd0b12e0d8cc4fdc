package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.metrics.Metric;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private final SimulatedCluster two = new SimulatedCluster(10, 2);
  private final SimulatedServer a = two.server(0);
  private final SimulatedServer b = two.server(1);

  @Test
  void idleServersDivideTheLimit() {
    two.seconds(5);

    assertThat(a.share()).isEqualTo(5);
    assertThat(b.share()).isEqualTo(5);
  }

  @Test
  void aServerHoldsNothingBeforeItHasAsked() {
    assertThat(a.share()).isZero();
  }

  @Test
  void roomThatOneDoesNotUseGoesToTheOther() {
    use(9, 0, 10);

    assertThat(a.inUse()).isEqualTo(9);
    assertThat(b.share()).isEqualTo(1);
  }

  @Test
  void anIdleServerCanStartAtOnceAndGetsItsPartAsCallsEnd() {
    use(10, 0, 10);
    assertThat(b.start()).isTrue();
    List<Integer> sums = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      a.end();
      a.use(10);
      b.use(10);
      two.second();
      sums.add(two.inUse());
    }

    assertThat(sums).allMatch(sum -> sum <= 10);
    assertThat(a.share()).isEqualTo(5);
    assertThat(b.inUse()).isEqualTo(5);
  }

  @Test
  void stableDemandKeepsTheDivisionStill() {
    use(6, 2, 10);
    int before = a.share();
    for (int i = 0; i < 30; i++) {
      two.second();
      assertThat(a.share()).isEqualTo(before);
      assertThat(two.shares()).isEqualTo(10);
    }
  }

  @Test
  void threeServersGetWhatTheyWantOrAnEqualPart() {
    SimulatedCluster three = new SimulatedCluster(30, 3);
    for (int i = 0; i < 15; i++) {
      three.server(0).use(30);
      three.server(1).use(30);
      three.server(2).use(3);
      three.second();
    }

    assertThat(three.server(0).share()).isEqualTo(13);
    assertThat(three.server(1).share()).isEqualTo(13);
    assertThat(three.server(2).share()).isEqualTo(4);
  }

  @Test
  void fewerPlacesThanServersGoRound() {
    SimulatedCluster one = new SimulatedCluster(1, 3);
    List<Integer> served = new ArrayList<>(List.of(0, 0, 0));
    for (int i = 0; i < 45; i++) {
      one.second();
      for (int server = 0; server < 3; server++) {
        served.set(server, served.get(server) + one.server(server).share());
      }
      assertThat(one.shares()).isLessThanOrEqualTo(1);
    }

    assertThat(served).allMatch(seconds -> seconds > 5);
  }

  @Test
  void theLeaseOfAKilledServerIsUsableWithinTenSeconds() {
    use(5, 5, 10);
    two.crash(b);
    for (int i = 0; i < 5; i++) {
      two.second();
      a.use(10);
    }

    assertThat(a.inUse()).isEqualTo(10);
    assertThat(a.leases().condition()).isEqualTo("1 member, leases shared");
  }

  @Test
  void aServerThatComesBackGetsItsPartAgain() {
    use(5, 5, 10);
    two.crash(b);
    two.seconds(5);
    a.use(0);
    SimulatedServer back = two.join(0);
    two.seconds(5);

    assertThat(back.share()).isEqualTo(5);
    assertThat(two.shares()).isEqualTo(10);
  }

  @Test
  void serversCutOffFromEachOtherGoBackToEqualParts() {
    use(9, 0, 10);
    two.cut(Set.of(a.id()));
    two.seconds(12);
    assertThat(a.share()).isEqualTo(5);
    assertThat(b.share()).isEqualTo(1);
    assertThat(a.leases().condition()).isEqualTo("no cluster: limit/2 each");
    assertThat(a.metrics().gauge(Metric.LEASE_SHARED)).isZero();

    two.seconds(30);
    assertThat(a.share()).isEqualTo(5);
    assertThat(b.share()).isEqualTo(5);
  }

  @Test
  void leasesAreSharedAgainWhenTheCutHeals() {
    two.cut(Set.of(a.id()));
    two.seconds(40);
    two.heal();
    use(9, 0, 10);

    assertThat(a.inUse()).isEqualTo(9);
    assertThat(b.leases().condition()).isEqualTo("2 members, leases shared");
    assertThat(b.metrics().gauge(Metric.LEASE_SHARED)).isEqualTo(1);
    assertThat(b.metrics().gauge(Metric.CLUSTER_MEMBERS)).isEqualTo(2);
    assertThat(b.metrics().gauge(Metric.LEASE, "account")).isEqualTo(1);
  }

  @Test
  void aServerThatHangsIsNotRobbed() {
    use(9, 1, 10);
    a.hang(true);
    two.seconds(12);
    b.use(10);

    assertThat(a.inUse()).isEqualTo(8);
    assertThat(b.inUse()).isEqualTo(2);
  }

  @Test
  void aMapThatLostItsEntriesGivesNothingTwice() {
    use(9, 1, 10);
    two.forget();
    b.renew();
    b.use(10);
    assertThat(two.inUse()).isEqualTo(10);

    two.seconds(5);
    assertThat(two.inUse()).isEqualTo(10);
    a.use(0);
    two.seconds(5);
    assertThat(two.shares()).isEqualTo(10);
  }

  @Test
  void aLostEntryGivesNothingTwiceThoughAServerNeverKnewTheModel() {
    SimulatedCluster four = new SimulatedCluster(40, 3);
    four.strange = () -> true;
    four.join(0);
    for (int i = 0; i < 30; i++) {
      four.server(1).use(40);
      four.second();
    }
    assertThat(four.server(1).inUse()).isGreaterThan(20);

    four.forget();
    List.of(four.server(0), four.server(2)).forEach(SimulatedServer::renew);
    List.of(four.server(0), four.server(2)).forEach(server -> server.use(40));

    assertThat(four.inUse()).isLessThanOrEqualTo(40);
    four.server(3).know();
    four.servers().forEach(server -> server.use(0));
    four.seconds(5);
    assertThat(four.shares()).isEqualTo(40);
  }

  @Test
  void theFirstCallOfAModelHasAPlaceWithinTwoSeconds() {
    SimulatedCluster four = new SimulatedCluster(40, 4);
    four.strange = () -> true;
    four.startAgain();
    four.seconds(10);
    four.server(2).know();
    four.seconds(2);

    assertThat(four.server(2).share()).isGreaterThan(9);
    four.server(0).know();
    four.seconds(1);
    assertThat(four.server(0).share()).isPositive();
    assertThat(four.shares()).isLessThanOrEqualTo(40);
  }

  @Test
  void aLimitSmallerThanTheNumberOfServersIsServedWhileOneHangs() {
    SimulatedCluster three = new SimulatedCluster(2, 3);
    three.seconds(10);
    three.server(0).hang(true);
    int served = 0;
    for (int i = 0; i < 60; i++) {
      three.second();
      assertThat(three.shares()).isLessThanOrEqualTo(2);
      served += i >= 25 ? three.server(1).share() + three.server(2).share() : 0;
    }

    assertThat(served).isGreaterThanOrEqualTo(35);
  }

  @Test
  void allOfALimitIsSharedInDoubt() {
    SimulatedCluster three = new SimulatedCluster(10, 3);
    three.seconds(10);
    three.cut(Set.of("s1"));
    three.seconds(40);

    assertThat(three.shares()).isEqualTo(10);
  }

  @Test
  void aMapThatNeverAnswersLeavesEqualParts() {
    two.meanwhile =
        during -> {
          throw new IOException("no answer");
        };
    two.seconds(14);
    assertThat(a.share()).isZero();

    two.seconds(6);
    assertThat(a.share()).isEqualTo(5);
    assertThat(a.leases().condition()).isEqualTo("no cluster: limit/2 each");
  }

  @Test
  void withoutAClusterEachHasAnEqualPart() {
    RecordingMetrics metrics = new RecordingMetrics();
    EvenShares shares = new EvenShares(3, metrics);
    shares.register("x", () -> 10, () -> 0);

    assertThat(shares.share("x", 10)).isEqualTo(3);
    assertThat(metrics.gauge(Metric.LEASE, "x")).isEqualTo(3);
    assertThat(shares.condition()).isEqualTo("no cluster: limit/3 each");
  }

  @Test
  void aLimitThatChangesIsDividedAnew() {
    int[] limit = {10};
    a.leases().register("moving", () -> limit[0], () -> 0);
    b.leases().register("moving", () -> limit[0], () -> 0);
    two.seconds(5);
    limit[0] = 4;
    two.seconds(5);
    assertThat(a.leases().share("moving", 4)).isEqualTo(2);

    limit[0] = 20;
    two.seconds(5);
    assertThat(a.leases().share("moving", 20)).isEqualTo(10);
  }

  private void use(int byA, int byB, int seconds) {
    for (int i = 0; i < seconds; i++) {
      a.use(byA);
      b.use(byB);
      two.second();
    }
  }
}
