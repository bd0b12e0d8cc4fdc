package io.tidegate.webhooks;

import java.util.concurrent.CompletionStage;

/** Carries letters to receivers. */
interface EventSender {

  /** Sends {@code letter} once; never throws, never fails, and has an end in time. */
  CompletionStage<DeliveryOutcome> send(SignedEvent letter);
}
