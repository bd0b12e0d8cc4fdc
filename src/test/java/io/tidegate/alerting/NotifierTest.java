package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.FakeNotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NotifierTest {

  private static final Alerts FIRING = new Alerts(Instant.EPOCH, List.of(alert()), List.of());

  private final FakeNotes notes = new FakeNotes();
  private final List<String> sent = new ArrayList<>();
  private CompletionStage<Optional<String>> answer =
      CompletableFuture.completedStage(Optional.empty());
  private long now = 1_800_000_000_000L;
  private final Notifier a = notifier("a");
  private final Notifier b = notifier("b");

  private static Alert alert() {
    return new Alert(
        "HighErrorRate",
        Map.of(),
        Severity.CRITICAL,
        "Much fails.",
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        1,
        "> 0.05",
        "r");
  }

  private Notifier notifier(String server) {
    return new Notifier(
        new Announcements(notes, server), this::send, "http://gate", this::time, Runnable::run);
  }

  private Instant time() {
    return Instant.ofEpochMilli(now);
  }

  private CompletionStage<Optional<String>> send(String id, String body) {
    sent.add(id + (body.contains("\"status\":\"firing\"") ? " firing" : " resolved"));
    return answer;
  }

  @Test
  void twoServersTellOnceOfTheBeginningAndOnceOfTheEnd() {
    for (int i = 0; i < 5; i++) {
      a.tick(FIRING);
      b.tick(FIRING);
      now += 15_000;
    }
    a.tick(Alerts.NONE);
    b.tick(Alerts.NONE);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(0)).endsWith(" firing");
    assertThat(sent.get(1)).endsWith(" resolved");
  }

  @Test
  void whatDidNotArriveIsSentAgainUnderTheSameId() {
    answer = CompletableFuture.completedStage(Optional.of("timeout"));
    a.tick(FIRING);
    now += 30_000;
    a.tick(FIRING);
    assertThat(sent).hasSize(1);

    answer = CompletableFuture.failedStage(new IllegalStateException());
    now += 31_000;
    a.tick(FIRING);
    answer = CompletableFuture.completedStage(Optional.empty());
    now += 61_000;
    b.tick(FIRING);
    now += 61_000;
    b.tick(FIRING);

    assertThat(sent).hasSize(3).containsOnly(sent.get(0));
  }
}
