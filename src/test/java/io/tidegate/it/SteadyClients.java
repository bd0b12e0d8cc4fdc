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

  private SteadyClients() {}

  /** Asks a question each {@code interval}: every third is one of twenty that are asked often. */
  static SteadyClients asking(Duration interval) {
    SteadyClients clients = new SteadyClients();
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
    int number = asked.incrementAndGet();
    String question = number % 3 == 0 ? "often " + number % 20 : "once " + number;
    String body = Http.chat(question, true).replaceFirst("\\{", "{\"temperature\":0,");
    var unused = Http.postAsync("/v1/chat/completions", body);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
