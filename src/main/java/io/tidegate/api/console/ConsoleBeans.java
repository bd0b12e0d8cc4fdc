package io.tidegate.api.console;

import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.alerting.Evaluator;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.batches.Batches;
import io.tidegate.history.FigureHistory;
import io.tidegate.jobs.Jobs;
import io.tidegate.overview.JpaOverview;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wires the console. */
@ApplicationScoped
public class ConsoleBeans {

  private static final int BEATS = (int) (TimeUnit.SECONDS.toNanos(1) / Heartbeat.PERIOD);

  void start(@Observes SettingsRead event, HttpNow now, Heartbeat beat) {
    beat.every(BEATS, now::tick);
  }

  void stop(@Observes Shutdown event, HttpNow now) {
    now.close();
  }

  @Produces
  @Singleton
  HttpSignIn signIn(LongSupplier clock, GatewayConfig config) {
    return new HttpSignIn(new SignInLimits(clock), config);
  }

  @Produces
  @Singleton
  HttpNow now(
      FigureHistory history,
      NodeAdministration nodes,
      Evaluator evaluator,
      Gateway gateway,
      LongSupplier clock) {
    return new HttpNow(
        new LiveView(history, nodes::all, evaluator::alerts), gateway::leaving, clock);
  }

  @Produces
  @Singleton
  HttpOverview overview(JpaOverview overview, Jobs jobs, Batches batches, HttpBlockingWork bench) {
    return new HttpOverview(overview, jobs, batches, bench);
  }
}
