package io.tidegate.api.batches;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static io.tidegate.exchange.ErrorCode.MISSING_PARAMETER;
import static io.tidegate.exchange.ErrorCode.REQUEST_TOO_LARGE;
import static io.tidegate.files.FilesFixture.ANNA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import io.tidegate.files.FilesFixture;
import io.tidegate.files.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadFormTest {

  private static final String TYPE = "multipart/form-data; boundary=tide";
  private static final String PURPOSE = field("purpose", "batch");
  private static final String FILE = file("in.jsonl", "{\"custom_id\":\"a\"}\r\n--tid\r\n");

  private final FilesFixture fixture = new FilesFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void thePartsMayHaveAnyOrder() throws IOException {
    for (String form : List.of(PURPOSE + FILE, FILE + PURPOSE)) {
      StoredFile stored = read(TYPE, whole(form));

      assertThat(stored.tenant()).isEqualTo(ANNA);
      assertThat(stored.purpose()).isEqualTo("batch");
      assertThat(stored.filename()).isEqualTo("in.jsonl");
      assertThat(new String(fixture.files.read(ANNA, stored.id(), 0, 100), UTF_8))
          .isEqualTo("{\"custom_id\":\"a\"}\r\n--tid\r\n");
    }
  }

  @Test
  void theBodyMayComeInAnyPieces() throws IOException {
    byte[] body = whole(FILE + PURPOSE).getBytes(UTF_8);
    InputStream dripping =
        new FilterInputStream(new ByteArrayInputStream(body)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };

    assertThat(read(TYPE, dripping).bytes()).isEqualTo(26);
  }

  @Test
  void anExpiryIsCountedFromTheUpload() throws IOException {
    StoredFile stored =
        read(
            TYPE,
            whole(
                field("expires_after[seconds]", "3600")
                    + FILE
                    + PURPOSE
                    + field("expires_after[anchor]", "created_at")));

    assertThat(stored.expires() - stored.created()).isEqualTo(Duration.ofHours(1).toMillis());
  }

  @Test
  void partsThatNobodyKnowsArePassedOver() throws IOException {
    String unknown = field("colour", "blue") + part("Content-Type: text/plain", "no name");

    assertThat(read(TYPE, whole(unknown + FILE + PURPOSE)).bytes()).isEqualTo(26);
  }

  @ParameterizedTest
  @CsvSource({
    "tide.jsonl,tide.jsonl",
    "C:\\data\\tide.jsonl,tide.jsonl",
    "../../etc/passwd,passwd",
    "潮汐.jsonl,潮汐.jsonl",
    "a %22b%22.jsonl,a \"b\".jsonl",
    "my \\\"final\\\" calls.txt,my \"final\" calls.txt",
    "dir\\\\calls.txt,calls.txt",
    "C:\\dir\\calls.txt,calls.txt",
    "ends with \\\\,file",
    "'',file",
    "a/,file"
  })
  void theNameIsTheLastPartOfAPath(String sent, String kept) throws IOException {
    assertThat(read(TYPE, whole(PURPOSE + file(sent, "x"))).filename()).isEqualTo(kept);
  }

  @Test
  void aBoundaryMayBeQuoted() throws IOException {
    String type = "Multipart/Form-Data; charset=utf-8; boundary=\"tide\"";

    assertThat(read(type, whole(PURPOSE + FILE)).bytes()).isEqualTo(26);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertRefused(MISSING_PARAMETER, "purpose", whole(FILE));
    assertRefused(MISSING_PARAMETER, "file", whole(PURPOSE));
    assertRefused(MISSING_PARAMETER, "purpose", "--tide--\r\n");
    assertRefused(MISSING_PARAMETER, "purpose", "");
  }

  @Test
  void whatIsGivenTwiceIsNamed() {
    assertRefused(INVALID_VALUE, "file", whole(PURPOSE + FILE + FILE));
    assertRefused(INVALID_VALUE, "purpose", whole(PURPOSE + PURPOSE + FILE));
  }

  @Test
  void aFileWithoutContentIsRefused() {
    assertRefused(INVALID_VALUE, "file", whole(PURPOSE + file("in.jsonl", "")));
  }

  @Test
  void aPurposeThatIsNoneIsRefusedBeforeAndAfterTheFile() {
    for (String purpose : List.of("", "batch_output", "BATCH", "x".repeat(10_000))) {
      assertRefused(INVALID_VALUE, "purpose", whole(field("purpose", purpose) + FILE));
      assertRefused(INVALID_VALUE, "purpose", whole(FILE + field("purpose", purpose)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "created_at,3599,expires_after[seconds]",
    "created_at,2592001,expires_after[seconds]",
    "created_at,an hour,expires_after[seconds]",
    "created_at,,expires_after[seconds]",
    "last_active_at,3600,expires_after[anchor]",
    ",3600,expires_after[anchor]"
  })
  void anExpiryThatIsNoneIsRefused(String anchor, String seconds, String param) {
    String expiry =
        (anchor == null ? "" : field("expires_after[anchor]", anchor))
            + (seconds == null ? "" : field("expires_after[seconds]", seconds));

    assertRefused(INVALID_VALUE, param, whole(FILE + PURPOSE + expiry));
  }

  @Test
  void aNameThatCannotBeKeptIsRefused() {
    assertRefused(INVALID_VALUE, "file", whole(PURPOSE + file("a\u0001b", "x")));
    assertRefused(INVALID_VALUE, "file", whole(PURPOSE + file("x".repeat(256), "x")));
  }

  @Test
  void aFileOverTheLimitIsRefused() {
    String large = "x".repeat((3 << 20) + 1);

    assertRefused(REQUEST_TOO_LARGE, "file", whole(PURPOSE + file("large", large)));
    assertRefused(REQUEST_TOO_LARGE, "file", whole(file("large", large) + PURPOSE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "multipart/form-data", "multipart/mixed; boundary=tide"})
  void anotherContentTypeIsRefused(String type) {
    assertRefused(type, INVALID_VALUE, null, whole(PURPOSE + FILE));
  }

  @Test
  void noContentTypeIsRefused() {
    assertRefused(null, INVALID_VALUE, null, whole(PURPOSE + FILE));
  }

  @Test
  void aBodyThatEndsAnywhereIsRefusedAndNothingOfItStays() {
    String whole = whole(PURPOSE + FILE);
    for (int end = 0; end < whole.length() - 4; end++) {
      String cut = whole.substring(0, end);
      FailureException refused =
          catchThrowableOfType(FailureException.class, () -> read(TYPE, cut));
      assertThat(refused).as("cut at %d", end).isNotNull();
      assertThat(refused.failure().code().status()).isEqualTo(400);
    }
    assertThat(fixture.rows()).isZero();
  }

  @Test
  void nothingStaysOfAClientThatLeft() {
    byte[] begun = (PURPOSE + file("in.jsonl", "x".repeat(600_000))).getBytes(UTF_8);
    InputStream leaving =
        new FilterInputStream(new ByteArrayInputStream(begun)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0) {
              throw new IOException("gone");
            }
            return read;
          }
        };

    assertThatThrownBy(() -> read(TYPE, leaving)).hasMessage("gone");
    assertThat(fixture.rows()).isZero();
  }

  private void assertRefused(ErrorCode code, String param, String body) {
    assertRefused(TYPE, code, param, body);
  }

  private void assertRefused(String type, ErrorCode code, String param, String body) {
    FailureException refused = catchThrowableOfType(FailureException.class, () -> read(type, body));
    assertThat(refused).isNotNull();
    assertThat(refused.failure().code()).isEqualTo(code);
    assertThat(refused.failure().param()).isEqualTo(param);
    assertThat(fixture.rows()).isZero();
  }

  private StoredFile read(String type, String body) throws IOException {
    return read(type, new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  private StoredFile read(String type, InputStream body) throws IOException {
    try (UploadForm form = new UploadForm(fixture.files, ANNA)) {
      return form.read(type, body);
    }
  }

  private static String whole(String parts) {
    return parts + "--tide--\r\n";
  }

  private static String field(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
  }

  private static String file(String name, String content) {
    return part(
        "content-disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/octet-stream",
        content);
  }

  private static String part(String head, String content) {
    return "--tide\r\n" + head + "\r\n\r\n" + content + "\r\n";
  }
}
