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
import io.tidegate.metrics.Metrics;
import io.tidegate.routing.Fleet;
import io.tidegate.settings.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** How clients are served in tests. */
public final class SampleApi {

  private SampleApi() {}

  /** Serves calls by the nodes of {@code fleet}; takes no jobs. */
  public static CallServices desk(Fleet fleet, OpenAnswers open) {
    Gateway gateway = new Gateway(SampleCache.alone(), fleet.admission(), fleet.router());
    return new CallServices(
        gateway,
        submission -> CompletableFuture.failedFuture(new IllegalStateException()),
        ledger(fleet.metrics(), gateway::offered),
        open,
        new RetryAdvice(new Random(1)),
        fleet.clock());
  }

  /** A ledger that counts in {@code metrics}, where models are named as they are. */
  public static CallLedger ledger(Metrics metrics) {
    return ledger(metrics, name -> name);
  }

  private static CallLedger ledger(Metrics metrics, UnaryOperator<String> offered) {
    return new CallLedger(
        new CallLedger.Books(
            metrics, new AccessLog(InstantSource.system()), new RefusalLog(InstantSource.system())),
        offered);
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
