package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nodes that say in the body of an error when to come back, as Google's do. */
class DelaysInBodiesTest {

  private static final String FULL =
      "{\"error\":{\"code\":429,\"message\":\"Quota exceeded.\",\"status\":\"RESOURCE_EXHAUSTED\","
          + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.Help\"},{\"@type\":"
          + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"39s\"}]}}";

  @Test
  void aDelayInTheBodyIsKept() {
    AttemptFixture attempt = AttemptFixture.json(Operation.CHAT, false, 429);
    attempt.send(FULL).end();

    attempt.assertUndelivered(Kind.BUSY);
    assertThat(attempt.outcome().notBefore()).isEqualTo(Duration.ofSeconds(39));
  }

  @Test
  void aDelayInAListOfOneErrorIsKept() {
    AttemptFixture attempt = AttemptFixture.json(Operation.CHAT, true, 429);
    attempt.send("[" + FULL + "]").end();

    assertThat(attempt.outcome().notBefore()).isEqualTo(Duration.ofSeconds(39));
  }

  @Test
  void aDelayInAnErrorUnderASuccessIsKept() {
    AttemptFixture attempt = AttemptFixture.stream();
    attempt.send("data: " + FULL + "\n\n");

    attempt.assertUndelivered(Kind.BUSY);
    assertThat(attempt.outcome().notBefore()).isEqualTo(Duration.ofSeconds(39));
  }

  @Test
  void whatTheHeadersSayCountsMore() {
    AttemptFixture attempt = AttemptFixture.silent(false);
    attempt.run.head(429, "application/json", null, Duration.ofSeconds(5));
    attempt.send(FULL).end();

    assertThat(attempt.outcome().notBefore()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void anErrorThatNamesNoDelayAsksForNone() {
    AttemptFixture attempt = AttemptFixture.json(Operation.CHAT, false, 429);
    attempt.send("{\"error\":{\"message\":\"Full.\"}}").end();

    assertThat(attempt.outcome().notBefore()).isNull();
  }
}
