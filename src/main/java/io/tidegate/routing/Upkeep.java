package io.tidegate.routing;

import static java.util.Objects.requireNonNull;

import io.tidegate.upstream.HttpUpstream;
import io.tidegate.upstream.Watchdog;

/** What must be done from time to time for nodes and attempts. */
public final class Upkeep {

  private final Watchdog watchdog;
  private final Prober prober;
  private final HttpUpstream upstream;

  Upkeep(Watchdog watchdog, Prober prober, HttpUpstream upstream) {
    this.watchdog = requireNonNull(watchdog, "watchdog");
    this.prober = requireNonNull(prober, "prober");
    this.upstream = requireNonNull(upstream, "upstream");
  }

  /** Ends attempts whose time is over; to be done many times a second. */
  public void watch() {
    watchdog.tick();
  }

  /** Probes nodes and closes idle connections; to be done every second or so. */
  public void maintain() {
    prober.tick();
    upstream.closeIdle();
  }
}
