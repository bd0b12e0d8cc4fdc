package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.ANNAS_KEY;
import static io.tidegate.it.security.SecuredServer.BENS_KEY;
import static io.tidegate.it.security.SecuredServer.bearer;
import static io.tidegate.it.security.SecuredServer.chat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nor can a tenant tell what another has by how long an answer takes. */
abstract class TimingLaws {

  private static final String ANNA = bearer(ANNAS_KEY);
  private static final String BEN = bearer(BENS_KEY);
  private static final String CHAT = "/v1/chat/completions";

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random coin = new Random(seed);
  private static SecuredServer server;
  private static Belongings annas;

  @BeforeAll
  static void annaHasOneOfEach() {
    server = SecurityIT.server();
    annas = new Belongings(server, "another-key");
  }

  @ParameterizedTest
  @CsvSource({
    "job, GET, /api/jobs/%s",
    "job, GET, /api/jobs/%s/result",
    "job, DELETE, /api/jobs/%s",
    "file, GET, /v1/files/%s",
    "file, GET, /v1/files/%s/content",
    "file, DELETE, /v1/files/%s",
    "batch, GET, /v1/batches/%s",
    "batch, POST, /v1/batches/%s/cancel",
    "event, POST, /api/webhooks/%s/retry"
  })
  void whatIsAnothersTakesAsLongAsWhatNeverWas(String kind, String method, String path) {
    PairedTimes times =
        PairedTimes.of(
            number -> ask(method, path.formatted(annas.id(kind))),
            number -> ask(method, path.formatted(annas.nobodys(kind))),
            coin);

    assertThat(times.tellApart()).as("%s, seed %d", times, seed).isFalse();
  }

  @Test
  void whatAnotherAskedBeforeTakesAsLongAsWhatNobodyAsked() {
    for (int number = 0; number < 100; number++) {
      server.call("POST", CHAT, ANNA, question("hers", number));
    }

    PairedTimes times =
        PairedTimes.of(
            number -> server.call("POST", CHAT, BEN, question("hers", number)),
            number -> server.call("POST", CHAT, BEN, question("mine", number)),
            coin);

    assertThat(times.tellApart()).as("%s, seed %d", times, seed).isFalse();
  }

  private static void ask(String method, String path) {
    assertThat(server.call(method, path, BEN, null).statusCode()).isEqualTo(404);
  }

  private static String question(String whose, int number) {
    return chat("timed " + whose + " " + number, false).replaceFirst("\\{", "{\"temperature\":0,");
  }
}
