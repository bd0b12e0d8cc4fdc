package io.tidegate.it;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask one question after the other, streamed, until they are closed. */
final class SteadyClients implements AutoCloseable {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final int questions;

  private SteadyClients(int questions) {
    this.questions = questions;
  }

  /** Asks each of so many questions in its turn, one at a time each {@code interval}. */
  static SteadyClients asking(int questions, Duration interval) {
    SteadyClients clients = new SteadyClients(questions);
    var unused =
        clients.timer.scheduleAtFixedRate(
            clients::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return clients;
  }

  /** How many questions have been asked so far. */
  int asked() {
    return asked.get();
  }

  private void ask() {
    String question = "question " + asked.incrementAndGet() % questions;
    var unused = Http.postAsync("/v1/chat/completions", Http.chat(question, true));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
