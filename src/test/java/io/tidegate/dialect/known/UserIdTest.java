package io.tidegate.dialect.known;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes are told of who asks, where DeepSeek would refuse it as it is. */
class UserIdTest {

  private static Request parsed(Operation operation, String body) {
    return Dialects.parse(body.replace('\'', '"').getBytes(UTF_8), operation);
  }

  private static String sent(Request request, String model) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (ByteBuffer part : request.bodyFor(model)) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      sent.writeBytes(bytes);
    }
    return sent.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {'user_id':'a@b.c','model':'m','messages':[{'role':'user','content':'a@b.c'}]}",
        "RESPONSES | {'model':'m','input':'a@b.c','user':'a@b.c'}",
        "MESSAGES | {'model':'m','max_tokens':9,'messages':[{'content':'a@b.c'}],"
            + "'metadata':{'x':1,'user_id':'a@b.c'},'top_k':1}",
        "COUNT_TOKENS | {'metadata':{'user_id':'a@b.c'},'model':'m','messages':[{'role':'a@b.c'}]}"
      })
  void ofOtherLettersIsToldAsAHashAndNothingElseIsTouched(Operation operation, String body) {
    Request request = parsed(operation, body);

    String same = sent(request, "m");
    assertThat(same).matches("(?s).*\"user(_id)?\":\"user-[0-9a-f]{32}\".*").contains("\"a@b.c\"");
    String restored = same.replaceFirst("user-[0-9a-f]{32}", "a@b.c");
    assertThat(restored).isEqualTo(body.replace('\'', '"'));
    assertThat(sent(request, "other"))
        .isEqualTo(same.replace("\"model\":\"m\"", "\"model\":\"other\""));
    assertThat(sent(parsed(operation, body), "m")).isEqualTo(same);
    assertThat(sent(parsed(operation, body.replace("user_id':'a@b.c", "user_id':'d@b.c")), "m"))
        .satisfies(
            other -> assertThat(other.equals(same)).isEqualTo(operation == Operation.RESPONSES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {'user_id':'team-a_1','user':'a@b.c','model':'m','messages':[{}]}",
        "RESPONSES | {'model':'m','input':'Hi','user':null}",
        "MESSAGES | {'model':'m','max_tokens':9,'messages':[{}],'metadata':{'user_id':7}}"
      })
  void thatNodesTakeIsToldAsItIs(Operation operation, String body) {
    assertThat(sent(parsed(operation, body), "m")).isEqualTo(body.replace('\'', '"'));
  }
}
