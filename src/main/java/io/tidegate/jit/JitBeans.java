package io.tidegate.jit;

import io.tidegate.GatewayConfig;
import io.tidegate.cache.tiers.PurgeJournal;
import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.TenantId;
import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.settings.SettingsRead;
import io.tidegate.simulator.Simulator;
import io.tidegate.simulator.SimulatorSettings;
import io.tidegate.tenants.Tenants;
import io.tidegate.work.Heartbeat;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** Lets the server call itself before it is ready, with a node and a key that nobody else sees. */
@ApplicationScoped
public class JitBeans {

  private static final Logger LOG = System.getLogger(JitBeans.class.getName());
  private static final String NAME = TenantId.GATEWAY.value();
  private static final int KEY_BYTES = 32;

  @Inject private Pool pool;
  @Inject private Tenants tenants;
  @Inject private PurgeJournal journal;
  @Inject private MicroProfileMetrics metrics;

  private Simulator node;
  private JitWarmup warmup;

  @Produces
  @Singleton
  JitStatus status() {
    return new JitStatus();
  }

  /** After all other parts: they are what is called. */
  void start(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER - 1) SettingsRead event,
      GatewayConfig config,
      LongSupplier clock,
      Heartbeat beat,
      JitStatus status) {
    if (config.jitWarmUp().isZero()) {
      status.ended();
      return;
    }
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    String key = HexFormat.of().formatHex(secret);
    node = Simulator.start(NAME, 0, atOnce());
    pool.own(NodeSpec.of(NAME, node.url()).withModels(Map.of(NAME, NAME)));
    tenants.lend(key);
    metrics.pause(true);
    warmup = new JitWarmup(new Server(new HttpOwnCalls(key), status), config.jitWarmUp(), clock);
    status.begun(warmup);
    beat.each(warmup::tick);
  }

  void stop(@Observes Shutdown event) {
    if (node != null) {
      node.close();
    }
  }

  private static SimulatorSettings atOnce() {
    return SimulatorSettings.defaults()
        .withCapacity(1_000)
        .withTimeToFirstToken(Duration.ZERO)
        .withTimePerToken(Duration.ZERO)
        .withAnswerTokens(16)
        .withJitter(0)
        .withModels(List.of(NAME))
        .withReasoning(false);
  }

  /** This server, as one that calls it sees it. */
  private final class Server implements JitWarmup.Surroundings {

    /** Null at the end, so that its thread ends. */
    private HttpOwnCalls calls;

    private final JitStatus status;

    private Server(HttpOwnCalls calls, JitStatus status) {
      this.calls = calls;
      this.status = status;
    }

    @Override
    public URI address() {
      return new OpenEndpoints(ManagementFactory.getPlatformMBeanServer()).address();
    }

    @Override
    public CompletionStage<Integer> call(URI address, int n) {
      return calls.send(address, n);
    }

    @Override
    public void end() {
      calls = null;
      tenants.revoke();
      pool.own(null);
      journal.purge(new PurgeScope(PurgeScope.Kind.TENANT, NAME));
      node.close();
      metrics.pause(false);
      status.ended();
      LOG.log(
          warmup.answered() == 0 ? Level.WARNING : Level.DEBUG,
          "the server answered {0} calls of its own before it was ready",
          warmup.answered());
    }
  }
}
