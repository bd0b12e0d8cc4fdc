package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other origins are told. */
final class HttpCrossOriginsTest {

  private static final String APP = "https://app.example.com";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private final FakeRequest request = new FakeRequest(0);

  @Test
  void saysNothingUnlessItIsAskedTo() {
    from(APP);

    assertThat(answers(AllowedOrigins.NONE)).isFalse();
    preflight();
    assertThat(answers(AllowedOrigins.NONE)).isFalse();
    assertThat(request.answered).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com.evil.com",
        "https://evil.com",
        "http://app.example.com",
        "https://app.example.com:8443",
        "null",
        "*",
        ""
      })
  void tellsOthersNoMoreThanThatItDepends(String origin) {
    from(origin);

    assertThat(answers(allowed(APP))).isFalse();
    assertThat(request.answered).containsOnlyKeys("Vary");
  }

  @Test
  void leavesThePreflightOfOthersToBeRefused() {
    from("https://evil.com");
    preflight();

    assertThat(answers(allowed(APP))).isFalse();
    assertThat(request.status).isZero();
    assertThat(request.answered).containsOnlyKeys("Vary");
  }

  @Test
  void answersThePreflightOfThoseAllowed() {
    from(APP);
    preflight();
    request.headers.put("Access-Control-Request-Headers", "authorization,x-stainless-timeout");

    assertThat(answers(allowed("https://other.example.com", APP))).isTrue();
    assertThat(request.status).isEqualTo(204);
    assertThat(request.answered)
        .containsEntry(ALLOWED, APP)
        .containsEntry("Access-Control-Allow-Headers", "authorization,x-stainless-timeout")
        .containsEntry("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE")
        .containsEntry("Access-Control-Max-Age", "7200")
        .containsEntry(
            "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @Test
  void repeatsNothingThatIsNoListOfNames() {
    from(APP);
    preflight();
    request.headers.put("Access-Control-Request-Headers", "a\r\nSet-Cookie: b=c");

    assertThat(answers(allowed(APP))).isTrue();
    assertThat(request.answered).doesNotContainKey("Access-Control-Allow-Headers");
  }

  @Test
  void letsThoseAllowedReadAnswersAndTheirHeaders() {
    from(APP);

    assertThat(answers(allowed(APP))).isFalse();
    assertThat(request.answered).containsEntry(ALLOWED, APP).containsEntry("Vary", "Origin");
    assertThat(request.answered.get("Access-Control-Expose-Headers"))
        .contains("x-request-id", "retry-after", "x-should-retry", "x-tidegate-node")
        .contains("retry-after-ms", "anthropic-ratelimit-tokens-reset", "preference-applied")
        .doesNotContain("*");
  }

  @Test
  void takesAnOrdinaryOptionsForNoPreflight() {
    from(APP);
    request.verb = "OPTIONS";

    assertThat(answers(allowed(APP))).isFalse();
    assertThat(request.status).isZero();
  }

  @Test
  void saysTheSameToAllWhereAllAreAllowed() {
    from("null");

    assertThat(answers(allowed("*"))).isFalse();
    assertThat(request.answered).containsEntry(ALLOWED, "*");
  }

  @Test
  void saysNothingToClientsThatAreNoPages() {
    assertThat(answers(allowed("*"))).isFalse();
    assertThat(request.answered).containsOnlyKeys("Vary");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://App.Example.com:443, https://app.example.com",
    "http://localhost:80, http://localhost",
    "http://localhost:5173, http://localhost:5173",
    "app://obsidian.md, app://obsidian.md",
    "http://[::1]:3000, http://[::1]:3000"
  })
  void knowsOriginsAsBrowsersWriteThem(String set, String sent) {
    from(sent);

    assertThat(answers(allowed(set))).isFalse();
    assertThat(request.answered).containsEntry(ALLOWED, sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app.example.com", "https://app.example.com/", "https://*.example.com", "null"})
  void namesWhatIsNoOrigin(String set) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> allowed(set))
        .withMessage("must be origins like https://app.example.com, or *, not '" + set + "'");
  }

  @Test
  void comesBeforeAllThatAnswersOrRefuses() throws IOException {
    String xml = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));

    assertThat(xml.split("<filter-mapping>", 3)[1]).contains("<filter-name>cross-origin<");
    assertThat(xml.indexOf("<filter-name>cross-origin"))
        .isLessThan(xml.indexOf("<filter-name>calls"));
    assertThat(xml.substring(0, xml.indexOf("</filter-mapping>"))).doesNotContain("/api/");
  }

  private static AllowedOrigins allowed(String... origins) {
    return AllowedOrigins.of(List.of(origins));
  }

  private boolean answers(AllowedOrigins allowed) {
    return new HttpCrossOrigins(allowed)
        .answers(request.http, (HttpServletResponse) request.async().getResponse());
  }

  private void from(String origin) {
    request.headers.put("Origin", origin);
  }

  private void preflight() {
    request.verb = "OPTIONS";
    request.headers.put("Access-Control-Request-Method", "POST");
  }
}
