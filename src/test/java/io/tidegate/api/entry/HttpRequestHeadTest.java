package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRequestHeadTest {

  private final FakeRequest request = new FakeRequest(0);

  @BeforeEach
  void begin() {
    request.protocol = "HTTP/1.1";
    request.headers.put("Host", "localhost");
  }

  private String fault() {
    return HttpRequestHead.fault(request.http);
  }

  @Test
  void ordinaryHeadsAreGood() {
    assertThat(fault()).isNull();
    request.headers.put("Content-Length", "12");
    assertThat(fault()).isNull();
    request.headers.remove("Content-Length");
    request.headers.put("Transfer-Encoding", "Chunked");
    assertThat(fault()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+12", "-1", "12, 12", "0x10", "", "1 2", "9999999999999999999"})
  void aLengthIsANumber(String length) {
    request.headers.put("Content-Length", length);
    assertThat(fault()).startsWith("Content-Length must be");
  }

  @Test
  void aLengthIsGivenOnce() {
    request.repeated.put("Content-Length", List.of("12", "12"));
    assertThat(fault()).startsWith("Content-Length must be given once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "chunked, identity", "identity, chunked", "xchunked", "\u000bchunked"})
  void aTransferIsChunkedOrNothing(String coding) {
    request.headers.put("Transfer-Encoding", coding);
    assertThat(fault()).startsWith("Transfer-Encoding must be");
  }

  @Test
  void aTransferIsCodedOnce() {
    request.repeated.put("Transfer-Encoding", List.of("chunked", "chunked"));
    assertThat(fault()).startsWith("Transfer-Encoding must be");
  }

  @Test
  void aBodyHasOneWayToEnd() {
    request.headers.put("Transfer-Encoding", "chunked");
    request.headers.put("Content-Length", "12");
    assertThat(fault()).contains("must not be given together");
    request.headers.remove("Content-Length");
    request.protocol = "HTTP/1.0";
    assertThat(fault()).contains("HTTP/1.0");
  }

  @Test
  void aHostIsGivenOnceAndByOldClientsPerhapsNot() {
    request.repeated.put("Host", List.of("localhost", "evil.example"));
    assertThat(fault()).isEqualTo("Host must be given once.");
    request.repeated.clear();
    request.headers.remove("Host");
    assertThat(fault()).isEqualTo("Host must be given.");
    request.protocol = "HTTP/1.0";
    assertThat(fault()).isNull();
  }

  @Test
  void aHeadThatTellsOfNoBodyMayHideOneWhereThereUsuallyIsOne() {
    assertThat(HttpRequestHead.mayHideABody(request.http)).isTrue();
    request.verb = "GET";
    assertThat(HttpRequestHead.mayHideABody(request.http)).isFalse();
    request.verb = "POST";
    request.headers.put("Content-Length", "0");
    assertThat(HttpRequestHead.mayHideABody(request.http)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models\\", "/v1/%zz", "/v1/%", "/v1/%4", "/a b", "/a[b", "/a\u0085"})
  void whatIsNoAddressIsRefused(String path) {
    request.path = path;
    assertThat(fault()).startsWith("The address has");
  }

  @Test
  void escapesAndOtherLettersAreGood() {
    request.path = "/v1/models/a%2Fb\u00e9";
    assertThat(fault()).isNull();
  }
}
