package io.tidegate.usage;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.store.StorableText;
import java.time.LocalDate;

/**
 * Whose usage is counted together.
 *
 * @param tenant who asked
 * @param key by which key; {@link KeyId#NONE} without one
 * @param model what was asked, of which no more is kept than the database takes
 * @param day when, in UTC
 */
public record Bill(TenantId tenant, KeyId key, String model, LocalDate day) {

  /** Beyond it a name is cut: the client says it, and it may be of a model that nobody has. */
  static final int LONGEST_MODEL = 200;

  public Bill {
    requireNonNull(tenant, "tenant");
    requireNonNull(key, "key");
    model = StorableText.of(requireNonNull(model, "model"), LONGEST_MODEL);
    requireNonNull(day, "day");
  }
}
