package io.tidegate.cluster;

import io.tidegate.admission.Shares;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.quotas.Limits;
import io.tidegate.quotas.Pass;
import io.tidegate.quotas.QuotaTools;
import io.tidegate.quotas.Quotas;
import io.tidegate.quotas.Subject;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Simulated minutes of fifty clients of two tenants, at servers that share their limits. The second
 * tenant may have half of what the first may.
 */
final class QuotaSimulation {

  static final TenantId TEAM = new TenantId("team");
  static final TenantId OTHER = new TenantId("other");
  static final long SECOND = 1_000_000_000L;

  private static final KeyId KEY = new KeyId("k");
  private static final int CLIENTS = 50;
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  /** What all servers see of each other. */
  private record Board(Map<String, Map<String, String>> said, Set<String> members) {}

  /** One server's view of it. */
  private record Seen(Board board, String self) implements SharedMap {

    @Override
    public View view() {
      return new View(self, board.members(), true);
    }

    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public String get(String key) {
      return null;
    }

    @Override
    public boolean replace(String key, String before, String after) {
      return false;
    }

    @Override
    public boolean remove(String key, String before) {
      return false;
    }

    @Override
    public long time() {
      return 0;
    }

    @Override
    public void announce(String topic, String text) {
      board.said().computeIfAbsent(topic, any -> new HashMap<>()).put(self, text);
    }

    @Override
    public Map<String, String> announced(String topic) {
      return Map.copyOf(board.said().getOrDefault(topic, Map.of()));
    }
  }

  private record Server(DemandShares shares, Quotas quotas, Seen seen) {}

  private record Event(long at, Runnable what) {}

  private final ManualClock clock = new ManualClock(7);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at));
  private final Set<String> members = new TreeSet<>();
  private final Board board = new Board(new HashMap<>(), members);
  private final List<Server> servers = new ArrayList<>();
  private final Map<TenantId, Long> let = new HashMap<>();
  private final Map<TenantId, Map<Integer, Long>> letAt = new HashMap<>();
  private final Random random;
  private final Map<Subject, Limits> limits;
  private long now;

  /** Servers at which the first tenant may ask {@code perMinute} times in a minute. */
  QuotaSimulation(long seed, int servers, long perMinute) {
    random = new Random(seed);
    limits =
        Map.of(
            Subject.of(TEAM),
            new Limits(perMinute, -1, -1, -1, -1),
            Subject.of(OTHER),
            new Limits(perMinute / 2, -1, -1, -1, -1));
    IntStream.range(0, servers).forEach(i -> start());
    // Most of a tenant's clients are at one server, and move in the midst of it.
    IntStream.range(0, CLIENTS)
        .forEach(
            i ->
                at(
                    (long) (random.nextDouble() * SECOND),
                    () ->
                        ask(i % 2 == 0 ? TEAM : OTHER, i % 8 == 0 ? random.nextInt(servers) : 0)));
  }

  /** One more server comes up. */
  void start() {
    members.add(NAMES.get(servers.size()));
    ClusterConfig config =
        new ClusterConfig(
            true, "t", 5701, List.of(), members.size(), Duration.ofSeconds(5), "", "", "");
    DemandShares shares = new DemandShares(config, Shares.ALONE, clock);
    Quotas quotas =
        new Quotas(
            new QuotaTools(
                shares, Duration.ofSeconds(5), clock, InstantSource.fixed(Instant.EPOCH)));
    quotas.set(limits);
    Server server = new Server(shares, quotas, new Seen(board, NAMES.get(servers.size())));
    at(now + SECOND * servers.size() / NAMES.size(), () -> beat(server));
    servers.add(server);
  }

  private void at(long time, Runnable what) {
    events.add(new Event(time, what));
  }

  private void beat(Server server) {
    server.shares().exchange(server.seen());
    at(now + SECOND, () -> beat(server));
  }

  /** A client asks the server where it is at the moment, and comes back when it is told to. */
  private void ask(TenantId tenant, int home) {
    int where = random.nextInt(20) == 0 ? random.nextInt(servers.size()) : home;
    Pass pass = servers.get(where).quotas().enter(tenant, KEY);
    long wait =
        pass.refusal() == null
            ? (long) (random.nextDouble() * SECOND)
            : pass.refusal().retryAfter().toNanos();
    if (pass.refusal() == null) {
      let.merge(tenant, 1L, Long::sum);
      letAt.computeIfAbsent(tenant, any -> new HashMap<>()).merge(where, 1L, Long::sum);
    }
    at(now + Math.max(1_000_000, wait), () -> ask(tenant, where));
  }

  /** Lets time pass until so many seconds after the beginning. */
  void runUntil(long seconds) {
    while (events.peek().at() < seconds * SECOND) {
      Event next = events.poll();
      clock.advance(Duration.ofNanos(next.at() - now));
      now = next.at();
      next.what().run();
    }
  }

  /** How often {@code tenant} was let in. */
  long let(TenantId tenant) {
    return let.getOrDefault(tenant, 0L);
  }

  /** How often {@code tenant} was let in by the server of that number. */
  long let(TenantId tenant, int server) {
    return letAt.getOrDefault(tenant, Map.of()).getOrDefault(server, 0L);
  }
}
