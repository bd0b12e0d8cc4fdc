package io.tidegate.cluster;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.tidegate.cache.tiers.SharedStore;
import io.tidegate.settings.BuildVersion;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** This server's membership of a cluster: a Hazelcast member embedded in the application. */
final class HazelcastCluster implements AutoCloseable {

  /** The attribute of a member that holds its server's id: a merge of clusters changes the UUID. */
  static final String SERVER = "tidegate.server";

  /** The attribute of a member that tells the gateway's version there. */
  static final String VERSION = "tidegate.version";

  /**
   * Quiet, small, and quick to notice a loss: heartbeats are missed after 8 s instead of a minute,
   * calls end after 3 s instead of a minute, clusters that can see each other again merge after 10
   * s.
   */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.logging.type", "jdk"),
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.jmx", "false"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.max.no.heartbeat.seconds", "8"),
          Map.entry("hazelcast.operation.call.timeout.millis", "3000"),
          Map.entry("hazelcast.operation.backup.timeout.millis", "1000"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
          Map.entry("hazelcast.wait.seconds.before.join", "1"),
          Map.entry("hazelcast.max.join.seconds", "30"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "5"),
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.io.thread.count", "1"),
          Map.entry("hazelcast.event.thread.count", "1"));

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger BANNER = Logger.getLogger("com.hazelcast.system");

  private static final String DNS_SECONDS = "5";

  private final HazelcastInstance instance;
  private final HazelcastMap map;

  private HazelcastCluster(ClusterConfig config, String server, HazelcastInstance instance) {
    this.instance = instance;
    this.map = new HazelcastMap(instance, server, config);
  }

  /**
   * Starts a member with the id {@code server}; returns when it has joined the others it found, or
   * none, which may take some seconds.
   */
  static HazelcastCluster start(ClusterConfig config, String server) {
    return new HazelcastCluster(
        config, server, Hazelcast.newHazelcastInstance(settings(config, server)));
  }

  /**
   * The caches of the member with the id {@code server}, which must be running when they are
   * opened: Hazelcast would start another one.
   */
  static SharedStore store(ClusterConfig config, String server) {
    return new SharedStore(
        HazelcastMemberCachingProvider.class.getName(),
        "",
        Map.of(HazelcastCachingProvider.HAZELCAST_INSTANCE_NAME, name(config, server)));
  }

  private static String name(ClusterConfig config, String server) {
    return config.name() + "-" + server;
  }

  private static Config settings(ClusterConfig config, String server) {
    Config settings = new Config(name(config, server));
    settings.setClusterName(config.sharedName());
    if (!config.secret().isEmpty()) {
      // Else the name would be in each line, and on the banner.
      settings.setProperty("hazelcast.logging.details.enabled", "false");
      BANNER.setLevel(Level.WARNING);
    }
    settings.setClassLoader(HazelcastCluster.class.getClassLoader());
    PROPERTIES.forEach(settings::setProperty);
    settings.getMetricsConfig().setEnabled(false);
    settings
        .getMemberAttributeConfig()
        .setAttribute(SERVER, server)
        .setAttribute(VERSION, BuildVersion.current());
    // What others send is made an object of our own libraries at most.
    settings
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    settings.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    network(settings.getAdvancedNetworkConfig(), config);
    return settings;
  }

  /** One port, for members: clients of Hazelcast would ask for no secret. */
  private static void network(AdvancedNetworkConfig network, ClusterConfig config) {
    ServerSocketEndpointConfig port = new ServerSocketEndpointConfig();
    port.setPort(config.port()).setPortAutoIncrement(false);
    if (!config.address().isEmpty()) {
      port.getInterfaces().setEnabled(true).addInterface(config.address());
    }
    network.setEnabled(true).setMemberEndpointConfig(port);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(!config.members().isEmpty());
    for (String member : config.members()) {
      join.getTcpIpConfig().addMember(ClusterConfig.address(member, config.port()));
    }
    if (!config.dns().isEmpty()) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", config.dns())
          .setProperty("service-dns-timeout", DNS_SECONDS)
          .setProperty("service-port", Integer.toString(config.port()));
    }
  }

  /** The map that the members share. */
  HazelcastMap map() {
    return map;
  }

  /** Ends the member as a crash would: nobody is told. */
  void terminate() {
    instance.getLifecycleService().terminate();
  }

  /** Leaves the cluster in good order. */
  @Override
  public void close() {
    map.leave();
    instance.shutdown();
  }
}
