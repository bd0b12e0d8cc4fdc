package io.tidegate.lifecycle;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegate.Gateway;
import io.tidegate.GatewayConfig;
import io.tidegate.jit.JitStatus;
import io.tidegate.jit.OpenEndpoints;
import io.tidegate.routing.Upkeep;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.routing.nodes.NodeSettings;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.TenantsConfig;
import io.tidegate.tenants.keys.KeysConfig;
import io.tidegate.work.Heartbeat;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.Config;

/** Starts the gateway with the application, and stops it in good order. */
@ApplicationScoped
public class LifecycleBeans {

  private static final Logger LOG = System.getLogger(LifecycleBeans.class.getName());

  @Inject private Pools pools;

  @Inject private GatewayConfig config;
  @Inject private Gateway gateway;
  @Inject private Heartbeat beat;
  @Inject private LongSupplier clock;
  @Inject private JitStatus jit;

  private Rehearsal rehearsal;
  private GracefulShutdown farewell;
  private Heartbeat maintenance;
  private final List<ScheduledFuture<?>> beating = new ArrayList<>();

  void start(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) SettingsRead event,
      NodeAdministration nodes,
      Settings settings,
      Upkeep upkeep) {
    rehearsal = Rehearsal.from(settings);
    List<NodeSpec> configured = NodeSettings.read(settings);
    nodes.start(configured);
    if (nodes.all().isEmpty()) {
      rehearse(nodes);
    }
    beat.each(upkeep::watch);
    maintenance = new Heartbeat(clock);
    maintenance.each(upkeep::maintain);
  }

  private static void reviewFiles(Config server) {
    server
        .getOptionalValue("http.max-connections", Integer.class)
        .flatMap(connections -> StartReview.ofFiles(connections, files()))
        .ifPresent(line -> LOG.log(Level.WARNING, line));
  }

  /** How many files the process may have open; below 1 if nobody can tell. */
  private static long files() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : -1;
  }

  /** Last of all starts: whatever nobody has asked for by now is a mistake. */
  void check(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) SettingsRead event,
      Settings settings,
      TenantDirectory tenants,
      KeysConfig keys,
      Config server) {
    // Whoever uses it does so before there are settings; here its value is looked at.
    var unused = settings.at(FirstStart.SETTING).flag(false);
    List<String> unknown = settings.unknown();
    if (!unknown.isEmpty()) {
      throw new SettingException(String.join("; ", unknown));
    }
    settings
        .unknownInEnvironment()
        .forEach(name -> LOG.log(Level.WARNING, "environment variable {0} is not a setting", name));
    if (tenants.localOnly()) {
      LOG.log(Level.WARNING, "no API keys are configured: /v1 answers this machine only");
    }
    StartReview.of(settings).forEach(line -> LOG.log(Level.WARNING, line));
    reviewFiles(server);
    if (!tenants.keys().isEmpty() && keys.secret().isEmpty()) {
      LOG.log(Level.WARNING, "keys that were made are refused: tidegate.keys.secret is not set");
    }
    TenantsConfig.unknownReceivers(settings, tenants.names())
        .forEach(name -> LOG.log(Level.WARNING, "the webhook of {0} is of no tenant yet", name));
    config.adminFile().ifPresent(file -> AdminAccount.create(file, new SecureRandom()));
    farewell = farewell();
    beat.each(farewell::beat);
    beat.each(new Announcement(config, jit::over, this::reviewEndpoints)::beat);
    // Apart: maintenance may wait for a name to be resolved, which must not delay a timeout.
    beating.add(
        pools
            .timed(PoolName.CLOCKWORK)
            .scheduleWithFixedDelay(maintenance::beat, 0, 1, TimeUnit.SECONDS));
    beating.add(
        pools
            .timed(PoolName.CLOCKWORK)
            .scheduleAtFixedRate(
                beat::beat, Heartbeat.PERIOD, Heartbeat.PERIOD, TimeUnit.NANOSECONDS));
  }

  /** Tells others, and only then stops taking calls; returns when the last one has ended. */
  void leave() {
    // A start that failed half-way has not come so far.
    Optional.ofNullable(farewell).ifPresent(GracefulShutdown::afterNotice);
  }

  void stop(@Observes Shutdown event) {
    // A start that failed half-way has not come so far.
    Optional.ofNullable(farewell).ifPresent(GracefulShutdown::now);
    beating.forEach(beats -> beats.cancel(false));
    Optional.ofNullable(rehearsal).ifPresent(Rehearsal::close);
  }

  /** Not before the server listens. */
  private void reviewEndpoints() {
    StartReview.ofCleartext(
            new OpenEndpoints(ManagementFactory.getPlatformMBeanServer()).cleartext())
        .ifPresent(line -> LOG.log(Level.WARNING, line));
  }

  private GracefulShutdown farewell() {
    OpenEndpoints present = new OpenEndpoints(ManagementFactory.getPlatformMBeanServer());
    ServerEndpoints doors = new ServerEndpoints(present, clock);
    return new GracefulShutdown(gateway, doors::open, config.gracePeriod(), clock);
  }

  private void rehearse(NodeAdministration nodes) {
    List<NodeSpec> simulators = rehearsal.start();
    nodes.rehearse(simulators);
    LOG.log(
        Level.WARNING,
        "no node is configured: answers are made by simulators at {0}",
        simulators.stream().map(NodeSpec::url).toList());
  }
}
