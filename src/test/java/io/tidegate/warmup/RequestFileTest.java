package io.tidegate.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFileTest {

  private static final RequestFile.Owner OWNER = new RequestFile.Owner(new TenantId("night"), true);
  private static final String CHAT = "{\"model\": \"m\",  \"messages\": [{}] }";

  private final RequestFile file = new RequestFile(RequestFileTest::parse, name -> name + "-real");

  @Test
  void readsBareBodiesByWhatTheyAskWith() {
    List<RepeatableRequest> read =
        read(
            CHAT
                + "\r\n\n  \n{\"model\":\"m\",\"prompt\":\"p\"}\n"
                + "{\"model\":\"m\",\"input\":[\"\u00e4\"],\"messagesOf\":{\"url\":\"x\"}}\n"
                + "{\"model\":\"m\",\"prompt_embeds\":\"AAAA\"}");

    assertThat(read)
        .extracting(RepeatableRequest::operation)
        .containsExactly(
            Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDINGS, Operation.COMPLETION);
    assertThat(read).allMatch(wording -> wording.model().equals("m-real") && wording.pinned());
    assertThat(read).allMatch(wording -> wording.tenant().equals(OWNER.tenant()));
    assertThat(body(read.get(0)).strip()).isEqualTo(CHAT);
  }

  @Test
  void readsLinesOfABatchAndLeavesTheirBodiesAsTheyAre() {
    List<RepeatableRequest> read =
        read(
            "{\"custom_id\":\"\u00e41\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + " "
                + CHAT
                + " }\n{\"body\":{\"model\":\"m\",\"input\":\"x\"},\"url\":\"/v1/embeddings\","
                + "\"method\":\"POST\",\"custom_id\":\"2\"}");

    assertThat(read)
        .extracting(RepeatableRequest::operation)
        .containsExactly(Operation.CHAT, Operation.EMBEDDINGS);
    assertThat(body(read.get(0))).isEqualTo(CHAT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\"                                                      | JSON",
        "[]                                                              | JSON",
        "{\"prompt\":\"\"} {}                                            | JSON",
        "{\"model\":\"m\"}                                               | messages",
        "{\"prompt\":\"a\",\"prompt\":\"b\"}                             | twice",
        "{\"body\":{},\"method\":\"GET\",\"url\":\"/v1/embeddings\"}     | method",
        "{\"body\":{},\"method\":\"POST\",\"url\":\"/v1/files\"}         | url",
        "{\"body\":{},\"method\":\"POST\"}                               | url",
        "{\"prompt\":\"refuse\"}                                         | refused",
      })
  void namesTheLineAndTheRuleAndNoWordOfIt(String line, String rule) {
    assertThatThrownBy(() -> read(CHAT + "\n\n" + line + "\n"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("Line 3: ")
        .hasMessageContaining(rule);
  }

  @Test
  void doesNotRepeatThePromptInARefusal() {
    assertThatThrownBy(() -> read("{\"prompt\": \"secret"))
        .isInstanceOf(FailureException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void takesTenThousandLinesAndNoMore() {
    String most = "{\"prompt\":\"\"}\n".repeat(10_000);
    assertThat(read(most)).hasSize(10_000);
    assertThat(read(most + "\n\n")).hasSize(10_000);

    assertThatThrownBy(() -> read(most + CHAT)).hasMessageContaining("Line 10001");
  }

  @Test
  void needsARequest() {
    assertThatThrownBy(() -> read(" \n\n")).isInstanceOf(FailureException.class);
  }

  private List<RepeatableRequest> read(String text) {
    return file.read(text.getBytes(UTF_8), OWNER);
  }

  private static String body(RepeatableRequest wording) {
    return new String(wording.bytes(), UTF_8);
  }

  private static Request parse(byte[] body, Operation operation) {
    if (new String(body, UTF_8).contains("refuse")) {
      throw Failure.of(ErrorCode.INVALID_VALUE, "It is refused.").asException();
    }
    return new Request(body, Request.Facts.of("m", false, Range.NONE, Range.NONE));
  }
}
