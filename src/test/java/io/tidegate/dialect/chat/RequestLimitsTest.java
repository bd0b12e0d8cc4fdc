package io.tidegate.dialect.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many things a request may be made of. */
final class RequestLimitsTest {

  private static final String MESSAGE = "{\"role\":\"user\",\"content\":\"x\"}";

  private static Failure refused(String body, Operation operation) {
    return catchThrowableOfType(
            FailureException.class, () -> RequestParser.parse(body.getBytes(UTF_8), operation))
        .failure();
  }

  private static String messages(int count) {
    return "{\"model\":\"m\",\"messages\":["
        + String.join(",", Collections.nCopies(count, MESSAGE))
        + "]}";
  }

  @Test
  void asManyMessagesAsTheLimitAreGoodAndOneMoreIsNamed() {
    assertThat(RequestParser.parse(messages(65_536).getBytes(UTF_8), Operation.CHAT).model())
        .isEqualTo("m");
    Failure failure = refused(messages(65_537), Operation.CHAT);
    assertThat(failure.code().status()).isEqualTo(400);
    assertThat(failure.message()).contains("messages", "at most 65536 elements");
  }

  @Test
  void soAreTextsToEmbed() {
    String input = String.join(",", Collections.nCopies(65_537, "\"a\""));
    String body = "{\"model\":\"m\",\"input\":[" + input + "]}";
    assertThat(refused(body, Operation.EMBEDDINGS).message()).contains("input", "at most 65536");
  }

  @Test
  void tokensAreAsManyAsTheBodyHolds() {
    String tokens = "[" + String.join(",", Collections.nCopies(200_000, "17")) + "]";
    for (String text : List.of(tokens, "[" + tokens + "," + tokens + "]")) {
      String input = "{\"model\":\"m\",\"input\":" + text + "}";
      assertThat(RequestParser.parse(input.getBytes(UTF_8), Operation.EMBEDDINGS).model())
          .isEqualTo("m");
      String prompt = "{\"model\":\"m\",\"prompt\":" + text + "}";
      assertThat(RequestParser.parse(prompt.getBytes(UTF_8), Operation.COMPLETION).model())
          .isEqualTo("m");
    }
  }

  @Test
  void aRequestHasAThousandMembersAtMost() {
    StringBuilder body = new StringBuilder("{\"model\":\"m\",\"messages\":[" + MESSAGE + "]");
    for (int i = 0; i < 1100; i++) {
      body.append(",\"a").append(i).append("\":1");
    }
    Failure failure = refused(body + "}", Operation.CHAT);
    assertThat(failure.code().status()).isEqualTo(400);
    assertThat(failure.message()).contains("at most 1024 members");
  }
}
