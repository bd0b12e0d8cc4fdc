package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One random life of servers that share a limit, the same for the same seed and kind. */
final class RandomLeasesRun {

  /** What happens in a run beside calls, lost answers, crashes, joins and servers that hang. */
  enum Kind {
    /** The map loses its entries; no call exceeds the limit. */
    LOSSES,
    /** So it does, and some servers have never had a call of the account. */
    STRANGERS,
    /** So it does, and servers have the account no more, and have it again. */
    RETURNS,
    /** Servers are cut off from each other, and may hang for long. */
    CUTS
  }

  private static final int STEPS = 1_500;

  private final Kind kind;
  private final Random random;
  private final Random strangers;
  private final int size;
  private final SimulatedCluster cluster;
  private boolean renewing;
  private long quiet;
  private long hungSince;

  RandomLeasesRun(Kind kind, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
    this.strangers = new Random(seed + 1);
    this.size = 2 + random.nextInt(3);
    this.cluster = new SimulatedCluster(1 + random.nextInt(40), size);
    if (kind == Kind.STRANGERS) {
      cluster.strange = () -> strangers.nextInt(3) == 0;
      cluster.startAgain();
    }
  }

  /**
   * Runs many of each kind, which takes some minutes for ten thousand: {@code RandomLeasesRun
   * COUNT}.
   */
  public static void main(String[] args) {
    Random seeds = new Random();
    int count = Integer.parseInt(args[0]);
    int failed = 0;
    for (int i = 0; i < count; i++) {
      for (Kind kind : Kind.values()) {
        long seed = seeds.nextLong();
        try {
          new RandomLeasesRun(kind, seed).check();
        } catch (AssertionError wrong) {
          failed++;
          System.out.println(kind + " seed " + seed + ": " + wrong.getMessage());
        }
      }
    }
    System.out.println(count + " of each kind, failed: " + failed);
  }

  /** Runs it to its end, with the laws checked at each step. */
  void check() {
    run(kind == Kind.CUTS);
    recover();
  }

  private void run(boolean cuts) {
    cluster.meanwhile = this::meanwhile;
    for (int i = 0; i < STEPS; i++) {
      cluster.pass(random.nextInt(400));
      laws();
      calls();
      comeAndGo();
      incident(cuts);
      cluster.servers().forEach(this::renewSometimes);
      laws();
    }
  }

  private void renewSometimes(SimulatedServer server) {
    if (server.idle() > 1_000 || random.nextInt(8) == 0) {
      server.startWhatLooked();
      server.renew();
    }
  }

  /** Between any two steps of a renewal, calls go on, others renew, and answers are lost. */
  private void meanwhile(SimulatedServer during) throws IOException {
    calls();
    comeAndGo();
    if (!renewing && random.nextInt(4) == 0) {
      renewing = true;
      try {
        SimulatedServer other = any();
        if (other != during) {
          other.startWhatLooked();
          other.renew();
        }
      } finally {
        renewing = false;
      }
    }
    laws();
    if (random.nextInt(40) == 0) {
      throw new IOException("lost");
    }
  }

  private void calls() {
    for (SimulatedServer server : cluster.servers()) {
      switch (random.nextInt(6)) {
        case 0, 1 -> server.start();
        case 2 -> server.end();
        case 3 -> server.look();
        case 4 -> server.startWhatLooked();
        default -> {}
      }
      burst(server);
    }
  }

  /** Also in the midst of a renewal. */
  private void comeAndGo() {
    if (kind != Kind.RETURNS || strangers.nextInt(60) > 0) {
      return;
    }
    SimulatedServer server = any();
    if (server.known()) {
      server.forget();
    } else {
      server.know();
    }
  }

  private void burst(SimulatedServer server) {
    if (random.nextInt(100) == 0) {
      server.use(random.nextInt(cluster.limit + 1));
    }
  }

  private void incident(boolean cuts) {
    if (cluster.now() < quiet) {
      return;
    }
    switch (random.nextInt(cuts ? 200 : 100)) {
      case 0 -> crash();
      case 1 -> hang();
      case 2 -> join(cuts);
      case 3 -> loseEntries(cuts);
      case 100, 101 -> cut();
      case 102 -> cluster.heal();
      default -> {}
    }
    boolean tooLong = cluster.now() - hungSince > (cuts ? 60_000 : 9_000);
    if (tooLong || random.nextInt(20) == 0) {
      cluster.servers().forEach(server -> server.hang(false));
    }
  }

  private void crash() {
    if (cluster.servers().size() > 1) {
      cluster.crash(any());
      quiet = cluster.now() + SimulatedCluster.NOTICE_MILLIS + 1_000;
    }
  }

  private void hang() {
    if (cluster.servers().stream().noneMatch(SimulatedServer::hanging)) {
      hungSince = cluster.now();
      any().hang(true);
    }
  }

  /** Equal parts are parts of the configured size: a larger cluster is not promised across cuts. */
  private void join(boolean cuts) {
    if (!cuts || cluster.servers().size() < size) {
      cluster.join(random.nextInt(2_000) - 1_000);
    }
  }

  private void loseEntries(boolean cuts) {
    if (!cuts && cluster.servers().stream().noneMatch(SimulatedServer::hanging)) {
      cluster.forget();
      quiet = cluster.now() + 10_000;
    }
  }

  private void cut() {
    if (!cluster.isCut() && cluster.servers().size() > 1) {
      Set<String> side = new HashSet<>();
      cluster.servers().stream()
          .filter(server -> random.nextBoolean())
          .forEach(server -> side.add(server.id()));
      // A side that nobody is on has no map that could win when they meet again.
      if (side.size() < cluster.servers().size()) {
        cluster.cut(side);
      }
    }
  }

  private void recover() {
    cluster.meanwhile = during -> {};
    cluster.heal();
    cluster.servers().forEach(server -> server.hang(false));
    cluster.servers().forEach(SimulatedServer::know);
    cluster.servers().forEach(server -> server.use(0));
    for (int i = 0; i < 30; i++) {
      cluster.second();
      laws();
    }
    int expected = cluster.limit < cluster.servers().size() ? cluster.shares() : cluster.limit;
    assertThat(cluster.shares()).as("no place is lost: %s", cluster).isEqualTo(expected);
  }

  private void laws() {
    keeps(cluster.shares());
    if (kind != Kind.CUTS) {
      keeps(cluster.inUse());
    }
  }

  /** Most of the run is in here: an assertion is made of what has gone wrong alone. */
  private void keeps(int places) {
    if (places > cluster.limit) {
      assertThat(places).as("%s", cluster).isLessThanOrEqualTo(cluster.limit);
    }
  }

  private SimulatedServer any() {
    List<SimulatedServer> servers = cluster.servers();
    return servers.get(random.nextInt(servers.size()));
  }
}
