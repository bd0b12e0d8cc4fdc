package io.tidegate.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A tenant's receiver is told how much of its budget is spent. */
class BudgetEventsIT {

  private static final String SECRET = "whsec_" + "c2VjcmV0IG9mIGEgdGVzdCwgMjQgYnl0ZXM=";

  /** What the node makes costs four, and less is foreseen: five calls are the whole. */
  private static final int CALLS = 5;

  private static final int PATIENCE = 300;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void eachThresholdIsToldOnce() throws Exception {
    try (CountingNode node =
            new CountingNode(
                Crash.freePort(), Duration.ofMillis(5), Duration.ofMillis(10), new Random(1));
        WebhookReceiver receiver = new WebhookReceiver(Crash.freePort());
        ServerProcess server =
            new ServerProcess(
                Path.of(System.getProperty("tidegate.home")),
                "tidegate-budget",
                Crash.freePort(),
                settings(node, receiver))) {
      server.start();
      for (int i = 0; i < CALLS; i++) {
        assertThat(ask(server, "question " + i)).isEqualTo(200);
      }
      assertThat(ask(server, "one more")).isEqualTo(429);

      for (int left = PATIENCE; left > 0 && receiver.timesByEvent().size() < 3; left--) {
        ServerProcess.pause();
      }
      // Two more looks at the budgets, three seconds apart.
      Thread.sleep(Duration.ofSeconds(7).toMillis());

      assertThat(receiver.eventsByJob()).hasSize(1);
      receiver
          .eventsByJob()
          .forEach(
              (budget, events) -> {
                assertThat(budget).matches("local/month/\\d{4}-\\d\\d-01");
                assertThat(events)
                    .isEqualTo(Set.of("budget.half_spent", "budget.nearly_spent", "budget.spent"));
              });
      assertThat(receiver.timesByEvent()).hasSize(3);
      assertThat(receiver.timesByEvent().values()).allMatch(times -> times.get() == 1);
    }
  }

  private static Map<String, String> settings(CountingNode node, WebhookReceiver receiver) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("TIDEGATE_NODES_COUNTING_URL", node.url());
    settings.put("TIDEGATE_NODES_COUNTING_MODELS", CountingNode.MODEL);
    settings.put("TIDEGATE_PRICES_COUNTED_OUTPUT", "1000000");
    settings.put("TIDEGATE_QUOTAS_LOCAL_BUDGET_PER_MONTH", Integer.toString(4 * CALLS));
    settings.put("TIDEGATE_WEBHOOKS_TENANTS_LOCAL_SECRET", SECRET);
    settings.put("TIDEGATE_WEBHOOKS_TENANTS_LOCAL_URL", receiver.url());
    settings.put("TIDEGATE_WEBHOOKS_ALLOW", "127.0.0.0/8");
    settings.put("TIDEGATE_WEBHOOKS_PLAIN_HTTP", "true");
    return settings;
  }

  private int ask(ServerProcess server, String question) throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(CountingNode.MODEL, question);
    HttpRequest request =
        HttpRequest.newBuilder(server.at("/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
