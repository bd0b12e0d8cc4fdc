package io.tidegate.jobs;

import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.util.Optional;

/** Knows the tenants of now; those of stored work may be gone, or be served otherwise. */
public interface TenantTerms {

  /** On what terms {@code tenant} is served, or nothing if there is no such tenant. */
  Optional<Terms> terms(TenantId tenant);
}
