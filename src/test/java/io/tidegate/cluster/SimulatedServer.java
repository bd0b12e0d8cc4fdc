package io.tidegate.cluster;

import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One server of a {@link SimulatedCluster}: its leases and its calls. */
final class SimulatedServer implements SharedMap {

  static final Duration LEASE_TIME = Duration.ofSeconds(5);

  private final SimulatedCluster cluster;
  private final String id;
  private final long skew;
  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final Leases leases;
  private boolean known;
  private int inUse;
  private int seen = -1;
  private boolean hanging;
  private long renewed;

  SimulatedServer(SimulatedCluster cluster, String id, long skew) {
    this.cluster = cluster;
    this.id = id;
    this.skew = skew;
    ClusterConfig config =
        new ClusterConfig(true, "test", 5701, List.of(), cluster.size, LEASE_TIME, "", "", "");
    this.leases = new Leases(config, clock, metrics);
  }

  /** Has its first call of the account. */
  void know() {
    leases.register(SimulatedCluster.KEY, () -> cluster.limit, () -> inUse);
    known = true;
  }

  /** Has the limit no more, nor any call of the account. */
  void forget() {
    inUse = 0;
    seen = -1;
    known = false;
    leases.forget(SimulatedCluster.KEY);
  }

  boolean known() {
    return known;
  }

  String id() {
    return id;
  }

  Leases leases() {
    return leases;
  }

  RecordingMetrics metrics() {
    return metrics;
  }

  int share() {
    return known ? leases.share(SimulatedCluster.KEY, cluster.limit) : 0;
  }

  int inUse() {
    return inUse;
  }

  /** Starts calls up to {@code count}, as far as the share goes; ends calls down to it. */
  void use(int count) {
    inUse = inUse > count ? count : Math.max(inUse, Math.min(count, share()));
  }

  boolean start() {
    boolean started = inUse < share();
    inUse += started ? 1 : 0;
    return started;
  }

  void end() {
    inUse = Math.max(0, inUse - 1);
  }

  /** A call looks at the share, and is held up before it starts. */
  void look() {
    seen = share();
  }

  void startWhatLooked() {
    inUse += inUse < seen ? 1 : 0;
    seen = -1;
  }

  void hang(boolean hangs) {
    hanging = hangs;
  }

  boolean hanging() {
    return hanging;
  }

  void renew() {
    if (!hanging) {
      renewed = cluster.now();
      leases.renew(this);
    }
  }

  /** The milliseconds since the last renewal. */
  long idle() {
    return cluster.now() - renewed;
  }

  void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  @Override
  public View view() throws IOException {
    return cluster.view(this);
  }

  @Override
  public Set<String> keys() throws IOException {
    return cluster.keys(this);
  }

  @Override
  public String get(String key) throws IOException {
    return cluster.get(this, key);
  }

  @Override
  public boolean replace(String key, String before, String after) throws IOException {
    return cluster.replace(this, key, before, after);
  }

  @Override
  public boolean remove(String key, String before) throws IOException {
    return cluster.remove(this, key, before);
  }

  @Override
  public long time() {
    return cluster.now() + skew;
  }

  @Override
  public String toString() {
    return id + "(" + inUse + " of " + share() + (hanging ? ", hanging)" : ")");
  }
}
