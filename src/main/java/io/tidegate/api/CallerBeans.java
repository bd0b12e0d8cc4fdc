package io.tidegate.api;

import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.api.entry.HttpTokens;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Terms;
import io.tidegate.jobs.TenantTerms;
import io.tidegate.registry.Registry;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.Tenants;
import io.tidegate.warmup.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Wires whom calls belong to: tokens in the place of keys, and tenants of work done later. */
@ApplicationScoped
public class CallerBeans {

  @Produces
  @Singleton
  HttpTokens tokens(Settings settings) {
    String key = "tidegate.jwt.tenant-claim";
    return settings
        .text(key)
        .map(
            claim ->
                HttpTokens.naming(claim)
                    .orElseThrow(
                        () ->
                            new SettingException(
                                key, "needs the server's feature mpJwt-2.1, see docs/jwt.md")))
        .orElseGet(HttpTokens::none);
  }

  @Produces
  @Singleton
  TenantTerms tenancy(Tenants tenants, Registry registry) {
    return tenant ->
        known(tenants, registry, tenant.value())
            .map(known -> new Terms(known.priority(), known.pinned(), 0));
  }

  /** Another server may have made the tenant a moment ago, and its work be here already. */
  private static Optional<Tenant> known(Tenants tenants, Registry registry, String name) {
    Optional<Tenant> known = tenants.find(name);
    if (known.isPresent()) {
      return known;
    }
    registry.look();
    if (!registry.isLoaded()) {
      throw Failure.of(STORE_UNAVAILABLE, "The tenants could not be read yet.").asException();
    }
    return tenants.find(name);
  }

  @Produces
  @Singleton
  Owners warmupOwners(Tenants tenants) {
    return (tenant, pinned) ->
        tenants.find(tenant.value()).filter(known -> known.pinned() == pinned).isPresent();
  }
}
