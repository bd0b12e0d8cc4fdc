package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.testing.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEFORE = "{ \"x\": [1,  2] ,\"model\" : ";
  private static final String AFTER = " ,\"messages\":[{\"content\":\"\u00e4\\u00e4\"}]}";

  @Test
  void replacesTheModelInItsPlaceAndNothingElse() {
    Request request = request("\"flash\"", "flash");

    assertThat(Parts.text(request.bodyFor("deepseek-flash")))
        .isEqualTo(BEFORE + "\"deepseek-flash\"" + AFTER);
    assertThat(Parts.text(request.bodyFor("f"))).isEqualTo(BEFORE + "\"f\"" + AFTER);
    assertThat(text(request.body())).isEqualTo(BEFORE + "\"flash\"" + AFTER);
  }

  @Test
  void keepsTheBytesAsSentWhenTheNameIsTheSame() {
    Request request = request("\"fl\\u0061sh\"", "flash");

    assertThat(Parts.text(request.bodyFor("flash"))).isEqualTo(BEFORE + "\"fl\\u0061sh\"" + AFTER);
  }

  @Test
  void showsItsBytesReadOnlyAndFromTheStartEachTime() {
    Request request = request("\"m\"", "m");
    ByteBuffer body = request.body();
    body.get();

    assertThat(request.body().remaining()).isEqualTo(request.size());
    assertThat(Assertions.catchThrowable(() -> body.put(0, (byte) 0)))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void isReadFromTheStartEachTime() throws IOException {
    Request request = request("\"m\"", "m");
    assertThat(request.open().read()).isEqualTo('{');

    byte[] read = request.open().readAllBytes();

    assertThat(new String(read, UTF_8)).isEqualTo(BEFORE + "\"m\"" + AFTER);
    read[0] = 0;
    assertThat(request.body().get()).isEqualTo((byte) '{');
  }

  @Test
  void refusesAPlaceOutsideTheBody() {
    byte[] body = "{}".getBytes(UTF_8);

    assertThatIllegalArgumentException().isThrownBy(() -> request(body, "m", -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> request(body, "m", 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request(body, "m", 0, 3))
        .withMessageContaining("0-3");
  }

  @Property(tries = 300)
  void takesAnyTextAsTheModelsName(
      @ForAll("texts") String sent, @ForAll("texts") String wanted, @ForAll boolean asciiOnly)
      throws IOException {
    String literal = literal(sent, asciiOnly);
    Request request = request(literal, sent);

    String changed = Parts.text(request.bodyFor(wanted));

    assertThat(changed).startsWith(BEFORE).endsWith(AFTER);
    JsonNode read = JSON.readTree(changed);
    assertThat(read.path("model").asText()).isEqualTo(wanted);
    assertThat(read.path("messages").path(0).path("content").asText()).isEqualTo("\u00e4\u00e4");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(12),
        Arbitraries.strings().withChars("\"\\/\b\n\t\u0000\u001f\u2028").ofMaxLength(6),
        Arbitraries.strings()
            .withCharRange('\u00a0', '\ud7ff')
            .withCharRange('\ue000', '\ufffd')
            .ofMaxLength(8),
        Arbitraries.of("\ud83c\udf0a", "deepseek/\u6df1\u5ea6 \ud83c\udf0a", ""));
  }

  private static String literal(String text, boolean asciiOnly) throws IOException {
    String quoted = JSON.writeValueAsString(text);
    if (!asciiOnly) {
      return quoted;
    }
    StringBuilder escaped = new StringBuilder();
    quoted
        .chars()
        .mapToObj(next -> next < 0x80 ? Character.toString(next) : String.format("\\u%04x", next))
        .forEach(escaped::append);
    return escaped.toString();
  }

  private static Request request(String literal, String model) {
    int start = BEFORE.getBytes(UTF_8).length;
    byte[] body = (BEFORE + literal + AFTER).getBytes(UTF_8);
    return request(body, model, start, start + literal.getBytes(UTF_8).length);
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  private static Request request(byte[] body, String model, int start, int end) {
    Request.Range none = Request.Range.NONE;
    return new Request(body, Request.Facts.of(model, false, new Request.Range(start, end), none));
  }
}
