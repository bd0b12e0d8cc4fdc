package io.tidegate.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shared map over Hazelcast: plain texts, so that no class of ours is ever serialised.
 *
 * <p>Hazelcast has no asynchronous compare-and-set: a call waits, but no longer than Hazelcast's
 * call timeout, and only the thread that renews leases calls.
 */
final class HazelcastMap implements SharedMap {

  private static final Logger LOG = System.getLogger(HazelcastMap.class.getName());
  private static final String NAME = "tidegate-leases";
  private static final String LEFT = "left/";
  private static final String LEASE = "lease/";
  private static final String SAID = "said/";

  private final HazelcastInstance instance;
  private final String server;
  private final ClusterConfig config;
  private final Peers peers;

  /** The map of {@code instance}, seen by the server with the id {@code server}. */
  HazelcastMap(HazelcastInstance instance, String server, ClusterConfig config) {
    this.instance = instance;
    this.server = server;
    this.config = config;
    this.peers =
        new Peers(config.size(), new Peers.Outside(this::configured, Doors::closed, this::hasLeft));
  }

  private interface Question<T> {
    T ask();
  }

  @Override
  public View view() throws IOException {
    return bounded(
        () -> {
          Map<InetSocketAddress, String> present = new HashMap<>();
          for (Member member : instance.getCluster().getMembers()) {
            present.put(member.getSocketAddress(), member.getAttribute(HazelcastCluster.SERVER));
          }
          return new View(server, Set.copyOf(present.values()), peers.whole(present));
        });
  }

  @Override
  public List<ClusterView.Peer> peers() throws IOException {
    return bounded(
        () ->
            instance.getCluster().getMembers().stream()
                .map(
                    member ->
                        new ClusterView.Peer(
                            member.getAttribute(HazelcastCluster.SERVER),
                            member.getAddress().getHost() + ":" + member.getAddress().getPort(),
                            member.localMember(),
                            member.getAttribute(HazelcastCluster.VERSION)))
                .toList());
  }

  @Override
  public Set<String> keys() throws IOException {
    return bounded(
        () ->
            texts().keySet().stream()
                .filter(key -> key.startsWith(LEASE))
                .map(key -> key.substring(LEASE.length()))
                .collect(Collectors.toSet()));
  }

  @Override
  public String get(String key) throws IOException {
    return bounded(() -> texts().get(LEASE + key));
  }

  @Override
  public boolean replace(String key, String before, String after) throws IOException {
    return bounded(
        () ->
            before == null
                ? texts().putIfAbsent(LEASE + key, after) == null
                : texts().replace(LEASE + key, before, after));
  }

  @Override
  public boolean remove(String key, String before) throws IOException {
    return bounded(() -> texts().remove(LEASE + key, before));
  }

  @Override
  public void announce(String topic, String text) throws IOException {
    var unused =
        bounded(
            () -> {
              texts().set(SAID + topic + "/" + server, text, 1, TimeUnit.MINUTES);
              return text;
            });
  }

  @Override
  public Map<String, String> announced(String topic) throws IOException {
    String prefix = SAID + topic + "/";
    return bounded(
        () -> {
          Map<String, String> said = new HashMap<>();
          for (Member member : instance.getCluster().getMembers()) {
            String other = member.getAttribute(HazelcastCluster.SERVER);
            String text = texts().get(prefix + other);
            if (text != null) {
              said.put(other, text);
            }
          }
          return said;
        });
  }

  @Override
  public long time() throws IOException {
    return bounded(() -> instance.getCluster().getClusterTime());
  }

  /** Tells the others that this server is not cut off, but stops. */
  void leave() {
    try {
      texts().set(LEFT + server, "", 1, TimeUnit.DAYS);
    } catch (RuntimeException unreachable) {
      LOG.log(Level.WARNING, "the cluster could not be told of the stop", unreachable);
    }
  }

  private boolean hasLeft(String other) {
    return texts().containsKey(LEFT + other);
  }

  /** Asked anew each time: a name may get another address. */
  private Set<InetSocketAddress> configured() {
    return Stream.concat(config.members().stream().map(this::address), named())
        .filter(address -> address.getPort() != config.port() || !Doors.here(address))
        .collect(Collectors.toSet());
  }

  private InetSocketAddress address(String member) {
    return new InetSocketAddress(
        ClusterConfig.host(member), ClusterConfig.port(member, config.port()));
  }

  private Stream<InetSocketAddress> named() {
    if (config.dns().isEmpty()) {
      return Stream.empty();
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(config.dns()))
          .map(address -> new InetSocketAddress(address, config.port()));
    } catch (UnknownHostException nobody) {
      // Those who were seen are remembered; the name tells of others only.
      return Stream.empty();
    }
  }

  private IMap<String, String> texts() {
    return instance.getMap(NAME);
  }

  /** All that Hazelcast throws means the same here: not now. */
  private static <T> T bounded(Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (RuntimeException unreachable) {
      throw new IOException("the cluster does not answer", unreachable);
    }
  }
}
