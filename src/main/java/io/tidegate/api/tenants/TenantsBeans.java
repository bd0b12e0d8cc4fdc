package io.tidegate.api.tenants;

import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.registry.Registry;
import io.tidegate.tenants.KeyAdministration;
import io.tidegate.tenants.TenantAdministration;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.Tenants;
import io.tidegate.tenants.keys.KeysConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Wires the administration of tenants and keys. */
@ApplicationScoped
public class TenantsBeans {

  @Produces
  @Singleton
  HttpTenants tenants(
      TenantDirectory directory,
      Tenants tenants,
      Registry registry,
      HttpBlockingWork bench,
      InstantSource time) {
    return new HttpTenants(
        new TenantAdministration(directory, registry, time), directory, tenants, bench);
  }

  @Produces
  @Singleton
  KeyList keys(TenantDirectory directory, Tenants tenants, InstantSource time) {
    return new KeyList(directory, tenants, time);
  }

  @Produces
  @Singleton
  HttpKeys administration(
      TenantDirectory directory,
      Registry registry,
      KeysConfig config,
      KeyList keys,
      HttpBlockingWork bench,
      InstantSource time) {
    KeyAdministration administration =
        new KeyAdministration(
            directory,
            registry,
            config.hasher(KeyAdministration.PURPOSE),
            new SecureRandom(),
            time);
    return new HttpKeys(administration, keys, bench, time);
  }
}
