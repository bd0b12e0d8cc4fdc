package io.tidegate.webhooks;

import java.util.concurrent.CompletionStage;

/** Carries letters to receivers. */
interface Post {

  /** Sends {@code letter} once; never throws, never fails, and has an end in time. */
  CompletionStage<Reply> send(Letter letter);
}
