package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import java.time.LocalDate;

/**
 * Whose usage is counted together.
 *
 * @param tenant who asked
 * @param key by which key; {@link KeyId#NONE} without one
 * @param model what was asked
 * @param day when, in UTC
 */
public record Bill(TenantId tenant, KeyId key, String model, LocalDate day) {

  public Bill {
    requireNonNull(tenant, "tenant");
    requireNonNull(key, "key");
    requireNonNull(model, "model");
    requireNonNull(day, "day");
  }
}
