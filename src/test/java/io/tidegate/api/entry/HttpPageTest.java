package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a page of another site speaks, wherever the server is. */
class HttpPageTest {

  @ParameterizedTest
  @CsvSource({
    "gate.example:9443, , , false",
    "gate.example:9443, https://gate.example:9443, , false",
    "gate.example, http://gate.example, , false",
    "gate.example, https://evil.example, , true",
    "gate.example, https://gate.example:8443, , true",
    "gate.example, null, , true",
    "gate.example, , cross-site, true",
    "gate.example, , same-site, true",
    "gate.example, , none, false",
    "behind.a.proxy, https://gate.example, same-origin, false",
    "gate.example, https://gate.example, same-site, true",
  })
  void isToldByFetchMetadataOrElseByOrigin(String host, String origin, String site, boolean told) {
    FakeRequest request = new FakeRequest(0);
    request.headers.put("Host", host);
    if (origin != null) {
      request.headers.put("Origin", origin);
    }
    if (site != null) {
      request.headers.put("Sec-Fetch-Site", site);
    }

    assertThat(HttpPage.foreign(request.http)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LocalHost:9080, true",
    "127.0.0.1:80, true",
    "[::1], true",
    "[::1]:9080, true",
    "gate.example:9443, true",
    "localhost:, true",
    "localhost.evil.example, false",
    "evil.example:9080, false",
    "localhost:80:80, false",
    "evil@localhost, false",
    "::1, false",
    "9080, false",
  })
  void knowsTheServerByItsNamesWhateverThePort(String host, boolean own) {
    FakeRequest request = new FakeRequest(0);
    request.headers.put("Host", host);

    assertThat(new HttpPage(Optional.of("https://gate.example")).atHome(request.http))
        .isEqualTo(own);
  }
}
