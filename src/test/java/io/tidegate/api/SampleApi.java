package io.tidegate.api;

import io.tidegate.Gateway;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.RetryAdvice;
import io.tidegate.api.open.AccessLog;
import io.tidegate.api.open.ApiConfig;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.cache.SampleCache;
import io.tidegate.routing.Fleet;
import io.tidegate.settings.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** How clients are served in tests. */
public final class SampleApi {

  private SampleApi() {}

  /** Serves calls by the nodes of {@code fleet}; takes no jobs. */
  public static CallServices desk(Fleet fleet, OpenAnswers open) {
    return new CallServices(
        new Gateway(SampleCache.alone(), fleet.admission(), fleet.router()),
        submission -> CompletableFuture.failedFuture(new IllegalStateException()),
        new CallLedger(
            fleet.metrics(),
            new AccessLog(InstantSource.system()),
            new RefusalLog(InstantSource.system())),
        open,
        new RetryAdvice(new Random(1)),
        fleet.clock());
  }

  /** As shipped, but that streams may be silent for so many seconds, and plain answers twice. */
  public static ApiConfig silentFor(int seconds) {
    return ApiConfig.from(
        new Settings(
            Map.of(
                "tidegate.api.heartbeat", "PT" + seconds + "S",
                "tidegate.api.plain-heartbeat", "PT" + 2 * seconds + "S")));
  }
}
