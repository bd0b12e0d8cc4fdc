package io.tidegate.webhooks;

import static io.tidegate.webhooks.WebhookEventFixture.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.tidegate.webhooks.address.NameResolver;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWebhooksTest {

  private static final String HOST = "hooks.example";
  private static final String[] OPEN = {"allow", "127.0.0.0/8", "plain-http", "true"};

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final TestNames names = new TestNames();
  private final CountDownLatch over = new CountDownLatch(1);

  @TempDir private Path directory;

  @AfterEach
  void end() {
    over.countDown();
    executor.shutdownNow();
  }

  @Test
  void sendsASignedLetterToTheNameAtItsAddress() throws Exception {
    names.put(HOST, "127.0.0.1");
    try (Receiver receiver = Receiver.plain(Receiver.status(204))) {
      DeliveryOutcome reply = send(config(OPEN), url(receiver, "/a/b?c=d%20e"), null);

      assertThat(reply).isEqualTo(new DeliveryOutcome(204, null, 0));
      Receiver.Got got = receiver.got().get(0);
      assertThat(got.method() + " " + got.uri()).isEqualTo("POST /a/b?c=d%20e");
      assertThat(got.headers().getFirst("Host")).isEqualTo(HOST + ":" + receiver.port());
      assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/json");
      assertThat(got.headers().getFirst("User-Agent")).isEqualTo("Tidegate");
      assertThat(got.headers().containsKey("Cookie")).isFalse();
      new Webhook(WebhooksConfigTest.whsec(32)).verify(got.body(), got.headers());
      assertThat(names.asked()).containsExactly(HOST);
    }
  }

  @Test
  void sendsToAPlainAddressWithoutALookUp() {
    try (Receiver receiver = Receiver.plain(Receiver.status(200))) {
      DeliveryOutcome reply = send(config(OPEN), "http://127.0.0.1:" + receiver.port() + "/", null);

      assertThat(reply.problem()).isNull();
      assertThat(names.asked()).isEmpty();
    }
  }

  @Test
  void takesTheNextAddressWhereOneDoesNotAnswer() {
    names.put(HOST, "127.0.0.9", "127.0.0.1");
    try (Receiver receiver = Receiver.plain(Receiver.status(200))) {
      assertThat(send(config(OPEN), url(receiver, "/"), null).problem()).isNull();
      assertThat(receiver.got()).hasSize(1);
    }
  }

  @Test
  void triesNoMoreThanEightAddressesOfAName() {
    String[] deaf =
        IntStream.range(0, HttpDelivery.MOST_ADDRESSES)
            .mapToObj(i -> "127.0.0." + (9 - i))
            .toArray(String[]::new);
    String[] deafAndGood = Arrays.copyOf(deaf, deaf.length + 1);
    deafAndGood[deaf.length] = "127.0.0.1";
    names.put(HOST, deafAndGood);
    try (Receiver receiver = Receiver.plain(Receiver.status(200))) {
      assertThat(send(config(OPEN), url(receiver, "/"), null).problem())
          .isEqualTo(Problem.UNREACHABLE);
      assertThat(receiver.got()).isEmpty();
    }
  }

  @Test
  void nothingStaysOfReceiversToWhichNothingIsSent() {
    WebhooksConfig config = config(OPEN);
    try (Receiver receiver = Receiver.plain(Receiver.status(200));
        HttpWebhooks post = open(config, names, null)) {
      for (int i = 0; i < 20; i++) {
        String host = "hooks" + i + ".example";
        names.put(host, "127.0.0.9", "127.0.0.1");
        assertThat(reply(post, config, url(receiver, "/").replace(HOST, host)).status())
            .isEqualTo(200);
      }

      assertThat(receiversAreForgotten(post)).isTrue();
    }
  }

  /** A delivery's end is told a moment before its connection is back. */
  private static boolean receiversAreForgotten(HttpWebhooks post) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    do {
      post.forgetReceivers();
      Thread.onSpinWait();
    } while (post.receivers() > 0 && System.nanoTime() - end < 0);
    return post.receivers() == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "::1", "::", "fd00:ec2::254", "0.0.0.0"})
  void refusesANameWithOneBadAddressAmongGoodOnes(String bad) {
    names.put(HOST, "127.0.0.1", bad).put("other.example", bad, "127.0.0.1");
    try (Receiver receiver = Receiver.plain(Receiver.status(200))) {
      for (String host : List.of(HOST, "other.example")) {
        String url = url(receiver, "/").replace(HOST, host);
        assertThat(send(config(OPEN), url, null).problem()).isEqualTo(Problem.ADDRESS_REFUSED);
      }
      assertThat(receiver.got()).isEmpty();
    }
  }

  @Test
  void connectsToTheAddressThatWasCheckedWhateverTheNameSaysNext() {
    names.put(HOST, "127.0.0.1").put(HOST, "10.0.0.1");
    try (Receiver receiver = Receiver.plain(Receiver.status(200))) {
      assertThat(send(config(OPEN), url(receiver, "/"), null).problem()).isNull();
      assertThat(names.asked()).hasSize(1);

      assertThat(send(config(OPEN), url(receiver, "/"), null).problem())
          .isEqualTo(Problem.ADDRESS_REFUSED);
      assertThat(receiver.got()).hasSize(1);
    }
  }

  @Test
  void checksTheCertificateAgainstTheNameAndNotTheAddress() throws Exception {
    names.put(HOST, "127.0.0.1").put("wrong.example", "127.0.0.1");
    SSLContext tls = TestCertificate.of(HOST, directory);
    try (Receiver receiver = Receiver.secure(tls, Receiver.status(200))) {
      String url = url(receiver, "/").replace("http:", "https:");

      assertThat(send(config(OPEN), url, tls)).isEqualTo(new DeliveryOutcome(200, null, 0));
      assertThat(send(config(OPEN), url.replace(HOST, "wrong.example"), tls).problem())
          .isEqualTo(Problem.TLS);
      assertThat(send(config(OPEN), url, SSLContext.getDefault()).problem()).isEqualTo(Problem.TLS);
      assertThat(receiver.got()).hasSize(1);
    }
  }

  @Test
  void followsNoRedirect() {
    names.put(HOST, "127.0.0.1");
    try (Receiver inside = Receiver.plain(Receiver.status(200));
        Receiver receiver =
            Receiver.plain(Receiver.status(307, "Location", url(inside, "/admin")))) {
      assertThat(send(config(OPEN), url(receiver, "/"), null))
          .isEqualTo(new DeliveryOutcome(307, Problem.REDIRECT, 0));
      assertThat(inside.got()).isEmpty();
    }
  }

  @Test
  void endsInTimeWhereNoAnswerComes() {
    names.put(HOST, "127.0.0.1");
    try (Receiver receiver = Receiver.plain(exchange -> over.await())) {
      assertThat(send(config("timeout", "PT0.3S"), url(receiver, "/"), null).problem())
          .isEqualTo(Problem.TIMEOUT);
      over.countDown();
    }
  }

  @Test
  void countsAnAnswerWhoseBodyNeverEnds() {
    names.put(HOST, "127.0.0.1");
    Receiver.Manner trickle =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          over.await();
        };
    try (Receiver receiver = Receiver.plain(trickle)) {
      assertThat(send(config("timeout", "PT0.5S"), url(receiver, "/"), null))
          .isEqualTo(new DeliveryOutcome(200, null, 0));
      over.countDown();
    }
  }

  @Test
  void readsNoMoreOfAHugeBodyThanItMust() throws Exception {
    names.put(HOST, "127.0.0.1");
    CountDownLatch cut = new CountDownLatch(1);
    Receiver.Manner huge =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            byte[] part = new byte[1 << 20];
            while (true) {
              body.write(part);
            }
          } finally {
            cut.countDown();
          }
        };
    try (Receiver receiver = Receiver.plain(huge)) {
      assertThat(send(config(OPEN), url(receiver, "/"), null))
          .isEqualTo(new DeliveryOutcome(200, null, 0));
      assertThat(cut.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsWhatIsWrongWhereNothingListensOrNoNameIs() {
    int port;
    try (Receiver closed = Receiver.plain(Receiver.status(200))) {
      port = closed.port();
    }
    names.put(HOST, "127.0.0.1");

    assertThat(send(config(OPEN), "http://" + HOST + ":" + port + "/", null).problem())
        .isEqualTo(Problem.UNREACHABLE);
    assertThat(send(config(OPEN), "http://nobody.example/", null).problem())
        .isEqualTo(Problem.UNKNOWN_HOST);
  }

  private DeliveryOutcome send(WebhooksConfig config, String url, SSLContext tls) {
    try (HttpWebhooks post = open(config, names, tls)) {
      return reply(post, config, url);
    }
  }

  private static DeliveryOutcome reply(HttpWebhooks post, WebhooksConfig config, String url) {
    WebhookEvent event =
        new WebhookEvent("job.completed", ACME, "job_1", url, WebhookEventFixture.START);
    SignedEvent letter =
        SignedEvent.of(
            event,
            ReceiverUrl.parse(url),
            config.endpoints().get(ACME).secrets(),
            System.currentTimeMillis());
    return post.send(letter).toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
  }

  private HttpWebhooks open(WebhooksConfig config, NameResolver by, SSLContext tls) {
    try {
      SSLContext trusted = tls == null ? SSLContext.getDefault() : tls;
      return HttpWebhooks.open(config, new HttpWebhooks.Parts(by, executor, trusted));
    } catch (NoSuchAlgorithmException none) {
      throw new IllegalStateException(none);
    }
  }

  private static WebhooksConfig config(String... settings) {
    return settings == OPEN
        ? WebhookEventFixture.config(OPEN)
        : WebhookEventFixture.config(OPEN[0], OPEN[1], OPEN[2], OPEN[3], settings[0], settings[1]);
  }

  private static String url(Receiver receiver, String path) {
    return "http://" + HOST + ":" + receiver.port() + path;
  }
}
