package io.tidegate.webhooks;

import java.util.Locale;

/** Where an event is on its way to the tenant. */
public enum WebhookEventState {
  /** It is to be sent, for the first time or again. */
  PENDING,
  /** The receiver has taken it. */
  DELIVERED,
  /** It is not sent any more, unless somebody asks for it. */
  DEAD;

  /** The name as clients see it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
