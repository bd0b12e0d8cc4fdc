package io.tidegate.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Servers that share one limit in a simulated network: they crash, are cut off and hang, on a clock
 * that moves when told to.
 */
final class SimulatedCluster {

  static final String KEY = "account";

  /** How long it takes until a lost server is no longer a member. */
  static final long NOTICE_MILLIS = 2_000;

  /** How long a cut is taken for silence before members are given up. */
  static final long HEARTBEAT_MILLIS = 8_000;

  /** What happens while a server talks to the map: everything else in the world. */
  interface Meanwhile {
    void happen(SimulatedServer during) throws IOException;
  }

  final int limit;
  final int size;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final Map<String, Long> crashed = new HashMap<>();
  private Map<String, String> map = new HashMap<>();
  private Map<String, String> other = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Set<String> beforeCut = new HashSet<>();
  private long cutSince;
  private long now = 1_000_000;
  private int born;
  Meanwhile meanwhile = during -> {};

  /** Whether the next server never has a call of the account. */
  BooleanSupplier strange = () -> false;

  SimulatedCluster(int limit, int size) {
    this.limit = limit;
    this.size = size;
    startAgain();
  }

  /** Replaces all servers by new ones. */
  void startAgain() {
    servers.clear();
    for (int i = 0; i < size; i++) {
      join(0);
    }
  }

  long now() {
    return now;
  }

  List<SimulatedServer> servers() {
    return List.copyOf(servers);
  }

  SimulatedServer server(int i) {
    return servers.get(i);
  }

  SimulatedServer join(long skew) {
    SimulatedServer server = new SimulatedServer(this, "s" + born++, skew);
    if (!strange.getAsBoolean()) {
      server.know();
    }
    servers.add(server);
    return server;
  }

  /** Like {@code kill -9}: its calls end with it. */
  void crash(SimulatedServer server) {
    servers.remove(server);
    crashed.put(server.id(), now);
  }

  /** Cuts {@code side} off from the rest; each side goes on with its own copy of the map. */
  void cut(Set<String> side) {
    cut.clear();
    cut.addAll(side);
    beforeCut.clear();
    servers.forEach(server -> beforeCut.add(server.id()));
    cutSince = now;
    other = new HashMap<>(map);
  }

  /** Joins the sides again; the map of the side that was cut off is lost. */
  void heal() {
    cut.clear();
  }

  boolean isCut() {
    return !cut.isEmpty();
  }

  /** Loses everything that was shared. */
  void forget() {
    map.clear();
  }

  /** Lets a second pass at every server that does not hang, each renewing once. */
  void second() {
    pass(1_000);
    servers().forEach(SimulatedServer::renew);
  }

  void seconds(int count) {
    for (int i = 0; i < count; i++) {
      second();
    }
  }

  void pass(long millis) {
    now += millis;
    servers.forEach(server -> server.pass(millis));
  }

  int shares() {
    return servers.stream().mapToInt(SimulatedServer::share).sum();
  }

  int inUse() {
    return servers.stream().mapToInt(SimulatedServer::inUse).sum();
  }

  String mapText() {
    return map.get(KEY);
  }

  SharedMap.View view(SimulatedServer viewer) throws IOException {
    meanwhile.happen(viewer);
    Set<String> running = servers.stream().map(SimulatedServer::id).collect(Collectors.toSet());
    Set<String> members = new HashSet<>(running);
    boolean noticed = isCut() && now - cutSince >= HEARTBEAT_MILLIS;
    if (noticed) {
      members.removeIf(id -> beyond(id, viewer));
    }
    // From behind a cut, a server that died cannot be told from one that lives.
    boolean cutOff = noticed && beforeCut.stream().anyMatch(id -> beyond(id, viewer));
    boolean blind = cutOff || !members.containsAll(running);
    crashed.forEach(
        (id, when) -> {
          if (now - when < NOTICE_MILLIS) {
            members.add(id);
          }
        });
    return new SharedMap.View(viewer.id(), members, !blind);
  }

  private boolean beyond(String id, SimulatedServer viewer) {
    return cut.contains(id) != cut.contains(viewer.id());
  }

  Set<String> keys(SimulatedServer by) throws IOException {
    return Set.copyOf(side(by).keySet());
  }

  String get(SimulatedServer by, String key) throws IOException {
    meanwhile.happen(by);
    return side(by).get(key);
  }

  boolean replace(SimulatedServer by, String key, String before, String after) throws IOException {
    meanwhile.happen(by);
    String there = side(by).get(key);
    if (before == null ? there != null : !before.equals(there)) {
      return false;
    }
    side(by).put(key, after);
    meanwhile.happen(by);
    return true;
  }

  boolean remove(SimulatedServer by, String key, String before) throws IOException {
    meanwhile.happen(by);
    boolean removed = side(by).remove(key, before);
    meanwhile.happen(by);
    return removed;
  }

  private Map<String, String> side(SimulatedServer server) throws IOException {
    if (isCut() && now - cutSince < HEARTBEAT_MILLIS) {
      throw new IOException("partitions are missing");
    }
    return cut.contains(server.id()) ? other : map;
  }

  @Override
  public String toString() {
    return "at " + now + " cut " + cut + " servers " + servers + " map " + map + " other " + other;
  }
}
