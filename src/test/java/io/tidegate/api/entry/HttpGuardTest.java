package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser adds by itself is taken from our own pages alone, and where nobody reads it. */
class HttpGuardTest {

  private final FakeRequest request = new FakeRequest(0);

  @Test
  void aRequestWithoutPasswordAndSessionNeedsNoGuard() {
    assertThat(HttpGuard.hasCredentials(request.http)).isFalse();
    request.cookies = new Cookie[] {new Cookie("theme", "dark")};
    assertThat(HttpGuard.hasCredentials(request.http)).isFalse();
    request.headers.put("Authorization", "Bearer key");
    assertThat(HttpGuard.hasCredentials(request.http)).isFalse();
  }

  @Test
  void aPasswordAndASessionEachNeedIt() {
    request.headers.put("Authorization", "bAsIc YTpi");
    assertThat(HttpGuard.hasCredentials(request.http)).isTrue();
    request.headers.clear();
    request.cookies = new Cookie[] {new Cookie("theme", "dark"), new Cookie("tidegate", "x")};
    assertThat(HttpGuard.hasCredentials(request.http)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void aPageOfAnotherSiteChangesNothing(String method) {
    request.verb = method;
    request.headers.put("Sec-Fetch-Site", "cross-site");
    expectForbidden();
    request.headers.put("Sec-Fetch-Site", "same-site");
    expectForbidden();
    request.headers.put("Sec-Fetch-Site", "same-origin");
    assertThatCode(() -> HttpGuard.check(request.http)).doesNotThrowAnyException();
  }

  @Test
  void anOldBrowsersForeignOriginChangesNothingEither() {
    request.headers.put("Host", "gate.example");
    request.headers.put("Origin", "https://evil.example");
    expectForbidden();
    request.headers.put("Origin", "null");
    expectForbidden();
    request.headers.put("Origin", "https://gate.example");
    assertThatCode(() -> HttpGuard.check(request.http)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void whatChangesNothingMayComeFromAnywhere(String method) {
    request.verb = method;
    request.headers.put("Sec-Fetch-Site", "cross-site");
    assertThatCode(() -> HttpGuard.check(request.http)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.9, false, false", "10.0.0.9, true, true", "127.0.0.1, false, true"})
  void passwordsTravelByTlsOrNotAtAll(String from, boolean tls, boolean taken) {
    request.remoteAddress = from;
    request.secure = tls;
    if (taken) {
      assertThatCode(() -> HttpGuard.check(request.http)).doesNotThrowAnyException();
    } else {
      expectForbidden();
    }
  }

  private void expectForbidden() {
    assertThatThrownBy(() -> HttpGuard.check(request.http))
        .isInstanceOfSatisfying(
            FailureException.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(ErrorCode.FORBIDDEN));
  }
}
