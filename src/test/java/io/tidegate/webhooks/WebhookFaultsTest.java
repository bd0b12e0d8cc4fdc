package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an event at each kind of bad receiver, over real connections, as a table. */
class WebhookFaultsTest {

  private static final int ATTEMPTS = 4;
  private static final String ROW = "| %-34s | %8s | %8s | %-9s | %-15s | %-24s |%n";
  private static final List<String> ROWS = new ArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final WebhookEventFixture fixture = new WebhookEventFixture();
  private final TestNames names = new TestNames();
  private final CountDownLatch over = new CountDownLatch(1);
  private final long seed = new Random().nextLong();
  private final List<Long> pauses = new ArrayList<>();
  private SSLContext trusted;

  @RegisterExtension final ToReproduce seeds = new ToReproduce(seed);

  @TempDir private Path directory;

  @BeforeAll
  static void head() {
    ROWS.add(
        String.format(ROW, "receiver", "attempts", "requests", "state", "problem", "pauses in s"));
  }

  @AfterAll
  static void print() {
    System.out.println(String.join("", ROWS));
  }

  @AfterEach
  void close() {
    over.countDown();
    threads.shutdownNow();
    fixture.close();
  }

  @Test
  void healthy() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    expect("healthy", Receiver.status(200), new Fate(1, 1, WebhookEventState.DELIVERED, null));
  }

  @Test
  void down() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    Receiver closed = Receiver.plain(Receiver.status(200));
    closed.close();
    expect("down", closed, new Fate(4, 0, WebhookEventState.DEAD, Problem.UNREACHABLE));
    assertThat(pauses).hasSize(3);
  }

  @Test
  void slow() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    expect(
        "slow: no answer in time",
        exchange -> over.await(),
        new Fate(4, 4, WebhookEventState.DEAD, Problem.TIMEOUT));
  }

  @Test
  void failing() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    expect(
        "failing: 500",
        Receiver.status(500),
        new Fate(4, 4, WebhookEventState.DEAD, Problem.STATUS));
  }

  @Test
  void backAfterTwoFailures() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    int[] requests = {0};
    expect(
        "back after two failures",
        exchange -> Receiver.status(requests[0]++ < 2 ? 502 : 200).answer(exchange),
        new Fate(3, 3, WebhookEventState.DELIVERED, null));
  }

  @Test
  void redirecting() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    try (Receiver inside = Receiver.plain(Receiver.status(200))) {
      expect(
          "redirecting: 302",
          Receiver.status(302, "Location", "http://hooks.example:" + inside.port() + "/"),
          new Fate(4, 4, WebhookEventState.DEAD, Problem.REDIRECT));
      assertThat(inside.got()).isEmpty();
    }
  }

  @Test
  void gone() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    expect("gone: 410", Receiver.status(410), new Fate(1, 1, WebhookEventState.DEAD, Problem.GONE));
  }

  @Test
  void asksForTime() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    int[] requests = {0};
    Receiver.Manner busy = Receiver.status(429, "Retry-After", "120");
    expect(
        "busy: 429, Retry-After: 120",
        exchange -> (requests[0]++ < 1 ? busy : Receiver.status(200)).answer(exchange),
        new Fate(2, 2, WebhookEventState.DELIVERED, null));
    assertThat(pauses).containsExactly(120_000L);
  }

  @Test
  void leadsInside() throws Exception {
    names.put("hooks.example", "127.0.0.3");
    expect(
        "resolves to a loopback address",
        Receiver.status(200),
        new Fate(1, 0, WebhookEventState.DEAD, Problem.ADDRESS_REFUSED));
  }

  @Test
  void leadsInsideByOneAddressOfTwo() throws Exception {
    names.put("hooks.example", "127.0.0.1", "10.0.0.1");
    expect(
        "resolves to a good and a bad one",
        Receiver.status(200),
        new Fate(1, 0, WebhookEventState.DEAD, Problem.ADDRESS_REFUSED));
  }

  @Test
  void rebinds() throws Exception {
    names.put("hooks.example", "127.0.0.1").put("hooks.example", "127.0.0.3");
    expect(
        "rebinds between two attempts",
        Receiver.status(500),
        new Fate(2, 1, WebhookEventState.DEAD, Problem.ADDRESS_REFUSED));
    assertThat(names.asked()).hasSize(2);
  }

  @Test
  void hasNoName() throws Exception {
    expect(
        "unknown name",
        Receiver.status(200),
        new Fate(4, 0, WebhookEventState.DEAD, Problem.UNKNOWN_HOST));
  }

  @Test
  void hasTheCertificateOfAnother() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    trusted = TestCertificate.of("other.example", directory);
    expect(
        "certificate of another name",
        Receiver.secure(trusted, Receiver.status(200)),
        new Fate(4, 0, WebhookEventState.DEAD, Problem.TLS));
  }

  @Test
  void answersWithoutEnd() throws Exception {
    names.put("hooks.example", "127.0.0.1");
    expect(
        "200 and a body without end",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[1 << 16];
          while (over.getCount() > 0) {
            exchange.getResponseBody().write(part);
          }
        },
        new Fate(1, 1, WebhookEventState.DELIVERED, null));
  }

  /** What is expected: attempts, requests that arrived, the end, and why. */
  private record Fate(int attempts, int requests, WebhookEventState state, Problem problem) {}

  private void expect(String name, Receiver.Manner manner, Fate fate) throws Exception {
    expect(name, Receiver.plain(manner), fate);
  }

  private void expect(String name, Receiver receiver, Fate fate) throws Exception {
    String scheme = trusted == null ? "http" : "https";
    WebhookEvent event =
        fixture.put(ACME, "job_1", scheme + "://hooks.example:" + receiver.port() + "/");
    try (receiver) {
      deliver();
      WebhookEventView end = fixture.only();
      assertThat(
              new Fate(
                  end.last().attempts(), receiver.got().size(), end.state(), end.last().problem()))
          .isEqualTo(fate);
      assertThat(receiver.got())
          .allMatch(got -> event.id().equals(got.headers().getFirst("webhook-id")));
      over.countDown();
    }
    Object problem = fate.problem() == null ? "" : fate.problem().label();
    ROWS.add(
        String.format(
            ROW, name, fate.attempts(), fate.requests(), fate.state().label(), problem, waits()));
  }

  private void deliver() throws Exception {
    WebhooksConfig config =
        WebhookEventFixture.config(
            "allow",
            "127.0.0.1",
            "plain-http",
            "true",
            "attempts",
            "" + ATTEMPTS,
            "timeout",
            "PT0.5S");
    SSLContext tls = trusted == null ? SSLContext.getDefault() : trusted;
    try (HttpWebhooks post =
        HttpWebhooks.open(config, new HttpWebhooks.Parts(names, threads, tls))) {
      Courier.Parts parts =
          new Courier.Parts(fixture.store, post, tasks::add, new RecordingMetrics());
      Courier courier = new Courier(config, parts, fixture.wall, new Random(seed));
      while (fixture.only().state() == WebhookEventState.PENDING) {
        long due = fixture.only().times().due();
        if (due > fixture.now.get()) {
          pauses.add(due - fixture.now.getAndSet(due));
        }
        courier.tick();
        runNext(); // what is due is begun
        runNext(); // what became of it is stored
      }
    }
  }

  private void runNext() throws InterruptedException {
    Runnable task = tasks.poll(15, TimeUnit.SECONDS);
    assertThat(task).as("a task").isNotNull();
    task.run();
  }

  private String waits() {
    return String.join(", ", pauses.stream().map(pause -> "%.1f".formatted(pause / 1e3)).toList());
  }
}
