package io.tidegate;

import io.tidegate.admission.Admission;
import io.tidegate.admission.AdmissionConfig;
import io.tidegate.cache.AnswerCache;
import io.tidegate.cache.answer.CacheConfig;
import io.tidegate.metrics.Metrics;
import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.registry.Registry;
import io.tidegate.routing.Router;
import io.tidegate.settings.Settings;
import io.tidegate.switches.Switches;
import io.tidegate.tenants.KeyAdministration;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.Tenants;
import io.tidegate.tenants.TenantsConfig;
import io.tidegate.tenants.keys.KeysConfig;
import io.tidegate.work.Heartbeat;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Wires the gateway to the world: settings, clock, randomness, metrics. */
@ApplicationScoped
public class GatewayBeans {

  @Produces
  @Singleton
  Settings settings(Config config) {
    Map<String, String> values = new HashMap<>();
    for (String name : config.getPropertyNames()) {
      if (Settings.isOurs(name)) {
        // Blank ones, too: a secret that was set and is empty is not one that was not set.
        values.put(name, config.getOptionalValue(name, String.class).orElse(""));
      }
    }
    return new Settings(values);
  }

  @Produces
  @Singleton
  LongSupplier clock() {
    return System::nanoTime;
  }

  @Produces
  @Singleton
  InstantSource wall() {
    return InstantSource.system();
  }

  /** The generator for jitter and ids: this one may be shared by threads. */
  @Produces
  @Singleton
  RandomGenerator random() {
    return new Random(new SecureRandom().nextLong());
  }

  @Produces
  @Singleton
  MicroProfileMetrics metrics(MetricRegistry registry) {
    return new MicroProfileMetrics(registry);
  }

  /** Last of all. */
  void stop(
      @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER + 1_000) Shutdown event,
      MicroProfileMetrics metrics) {
    metrics.close();
  }

  @Produces
  @Singleton
  GatewayConfig config(Settings settings) {
    return GatewayConfig.from(settings);
  }

  @Produces
  @Singleton
  TenantsConfig tenantsConfig(Settings settings) {
    return TenantsConfig.from(settings);
  }

  @Produces
  @Singleton
  KeysConfig keysConfig(Settings settings) {
    return KeysConfig.from(settings);
  }

  @Produces
  @Singleton
  TenantDirectory directory(TenantsConfig config, Registry registry) {
    return TenantDirectory.of(config, registry);
  }

  @Produces
  @Singleton
  Tenants tenants(
      TenantsConfig config,
      TenantDirectory directory,
      KeysConfig keys,
      Switches switches,
      InstantSource time) {
    return new Tenants(
        config,
        directory,
        new Tenants.Parts(keys.hasher(KeyAdministration.PURPOSE), time, switches::refusal));
  }

  @Produces
  @Singleton
  Heartbeat beat(LongSupplier clock) {
    return new Heartbeat(clock);
  }

  @Produces
  @Singleton
  AnswerCache cache(
      CacheConfig config,
      AnswerCache.Parts parts,
      AnswerCache.World world,
      GatewayConfig gateway,
      Heartbeat beat) {
    AnswerCache cache = new AnswerCache(config, parts, world, gateway.deadline());
    beat.each(cache::tick);
    return cache;
  }

  @Produces
  @Singleton
  Admission admission(Settings settings, LongSupplier clock, Metrics metrics, Heartbeat beat) {
    Admission admission = new Admission(AdmissionConfig.from(settings), clock, metrics);
    beat.each(admission::tick);
    return admission;
  }

  @Produces
  @Singleton
  Gateway gateway(
      AnswerCache cache, Admission admission, Router router, Switches switches, CallMeter meter) {
    return new Gateway(cache, admission, router, switches, meter);
  }
}
