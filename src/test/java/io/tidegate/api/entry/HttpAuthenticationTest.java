package io.tidegate.api.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.experiments.Experiments;
import io.tidegate.jit.JitStatus;
import io.tidegate.settings.Settings;
import io.tidegate.tenants.Tenants;
import io.tidegate.tenants.TenantsConfig;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.RecordingTracing;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and as whom. */
class HttpAuthenticationTest {

  /** SHA-256 of "sesame". */
  private static final String SESAME =
      "d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272";

  private final ManualClock clock = new ManualClock();
  private final FakeRequest request = new FakeRequest(clock.getAsLong()).stranger();

  private final LongAdder work = new LongAdder();

  @Test
  void withoutKeysThisMachineIsServed() {
    request.headers.put("Host", "localhost:9080");

    assertThat(tenant(Map.of())).isEqualTo("local");
    assertThat(request.visit().work()).isSameAs(work);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:9080", "127.0.0.1:1", "[::1]:9080", "gate.example:9080"})
  void underTheNamesThatItHas(String host) {
    request.headers.put("Host", host);

    assertThat(tenant(Map.of())).isEqualTo("local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:9080",
        "localhost.evil.example",
        "evil.example",
        "10.0.0.1",
        "",
        "127.0.0.2",
        "localhost@evil.example",
        "[::2]",
        "x y"
      })
  void andUnderNoOther(String host) {
    request.headers.put("Host", host);

    assertThat(refusal(Map.of())).contains("only this machine");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://localhost.evil.example",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "X-Forwarded-For, 10.0.0.1",
    "Forwarded, for=10.0.0.1",
    "$WSRA, 127.0.0.1",
  })
  void notWhoSpeaksForOthers(String header, String value) {
    request.headers.put("Host", "localhost:9080");
    request.headers.put(header, value);

    assertThat(refusal(Map.of())).contains("only this machine");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://localhost:3000",
    "Origin, https://127.0.0.1",
    "Origin, 'http://[::1]:9080'",
    "Origin, https://gate.example",
    "Sec-Fetch-Site, same-origin",
    "Sec-Fetch-Site, none",
  })
  void butItsOwnPages(String header, String value) {
    request.headers.put("Host", "localhost:9080");
    request.headers.put(header, value);

    assertThat(tenant(Map.of())).isEqualTo("local");
  }

  @Test
  void notAnotherMachineAndNotAnAddressThatIsNone() {
    for (String address : new String[] {"10.0.0.1", "a.name.invalid", ""}) {
      request.remoteAddress = address;

      assertThat(refusal(Map.of())).contains("only this machine");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer sesame",
    "Authorization, bearer  sesame ",
    "x-api-key, sesame",
    "api-key, sesame"
  })
  void aKeyIsTakenWhereverClientsPutIt(String header, String value) {
    request.remoteAddress = "10.0.0.1";
    request.headers.put("Host", "any.example");
    request.headers.put("Origin", "https://app.example");
    request.headers.put(header, value);

    assertThat(tenant(keys())).isEqualTo("acme");
  }

  @Test
  void aBearerTokenComesFirst() {
    request.headers.put("Authorization", "Bearer open");
    request.headers.put("x-api-key", "sesame");

    assertThat(refusal(keys())).startsWith("Incorrect API key");
  }

  @Test
  void theSpanOfACallBeginsInTheTraceThatItsClientKeeps() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    RecordingTracing tracing = new RecordingTracing();
    request.headers.put("x-api-key", "sesame");
    request.headers.put("traceparent", parent);
    request.headers.put("tracestate", "a=1");

    admittance(keys(), tracing).admit(request.http);
    HttpVisit.of(request.http).terms().span().end();

    assertThat(tracing.only(Step.CALL).parent()).isEqualTo(new Trace(parent, "a=1"));
  }

  @Test
  void noKeyIsNotAWrongKey() {
    assertThat(refusal(keys())).startsWith("No API key was sent.");
    request.headers.put("x-api-key", "open");
    assertThat(refusal(keys())).startsWith("Incorrect API key").doesNotContain("open");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, none, true",
    "10.0.0.1, true, none, true",
    "10.0.0.1, false, none, false",
    "10.0.0.1, false, X-Forwarded-Proto: https, true",
    "10.0.0.2, false, X-Forwarded-Proto: https, false",
    "10.0.0.1, false, X-Forwarded-Proto: http, false",
    "10.0.0.1, false, Forwarded: for=1.2.3.4;proto=https, true",
    "10.0.0.2, false, Forwarded: for=1.2.3.4;proto=https, false",
    "127.0.0.1, false, X-Forwarded-For: 10.0.0.1, false",
  })
  void whatComesByTlsOrFromHereIsConfidential(
      String address, boolean secure, String header, boolean confidential) {
    request.remoteAddress = address;
    request.secure = secure;
    if (header.contains(":")) {
      request.headers.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }

    HttpTrustedProxies.of(List.of("10.0.0.1")).look(request.http);

    assertThat(HttpAuthentication.confidential(request.http)).isEqualTo(confidential);
  }

  @Test
  void turnsATenantAwayThatTheOperatorRefuses() {
    Failure why = Failure.of(ErrorCode.TENANT_REFUSED, "Not now.");
    Tenants tenants =
        new Tenants(
            TenantsConfig.from(new Settings(Map.of())),
            tenant -> tenant.value().equals("local") ? why : null);
    request.headers.put("Host", "localhost");
    HttpAuthentication admittance = admittance(tenants, Tracing.OFF, HttpTokens.none());

    assertThatThrownBy(() -> admittance.admit(request.http))
        .isInstanceOfSatisfying(
            FailureException.class, told -> assertThat(told.failure()).isSameAs(why));
  }

  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJ0aWRlIjoxfQ.c2lnbmF0dXJl";

  @ParameterizedTest
  @CsvSource({
    "acme, eyJhbGciOiJSUzI1NiJ9.eyJ0aWRlIjoxfQ.c2lnbmF0dXJl, true",
    "nobody, eyJhbGciOiJSUzI1NiJ9.eyJ0aWRlIjoxfQ.c2lnbmF0dXJl, false",
    ", eyJhbGciOiJSUzI1NiJ9.eyJ0aWRlIjoxfQ.c2lnbmF0dXJl, false",
    "acme, eyJhbGciOiJSUzI1NiJ9, false",
    "acme, sesame, true"
  })
  void aTokenIsTakenForTheTenantThatItNamesAndForNothingElse(
      String claimed, String credential, boolean good) {
    request.headers.put("Authorization", "Bearer " + credential);
    HttpAuthentication admittance =
        admittance(
            keys(),
            Tracing.OFF,
            HttpTokens.naming("tenant", (user, name) -> Optional.ofNullable(claimed)));

    if (good) {
      admittance.admit(request.http);
      assertThat(request.visit().tenant().value()).isEqualTo("acme");
    } else {
      assertThatThrownBy(() -> admittance.admit(request.http))
          .isInstanceOfSatisfying(
              FailureException.class,
              told -> assertThat(told.failure().code()).isEqualTo(ErrorCode.INVALID_API_KEY));
    }
  }

  @Test
  void aBadTokenIsNotLetInWhereNoKeyIsConfiguredEither() {
    request.headers.put("Host", "localhost");
    request.headers.put("Authorization", "Bearer " + TOKEN);
    HttpTokens tokens = HttpTokens.naming("tenant", (user, name) -> Optional.empty());

    assertThatThrownBy(() -> admittance(Map.of(), Tracing.OFF, tokens).admit(request.http))
        .isInstanceOf(FailureException.class);
    // Where no tokens are taken it is a key like any other, which is not looked at there.
    assertThat(tenant(Map.of())).isEqualTo("local");
  }

  private String tenant(Map<String, String> settings) {
    admittance(settings).admit(request.http);
    return request.visit().tenant().value();
  }

  private String refusal(Map<String, String> settings) {
    FailureException refused =
        catchThrowableOfType(
            FailureException.class, () -> admittance(settings).admit(request.http));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.failure().code().status()).isEqualTo(401);
    return refused.failure().message();
  }

  private HttpAuthentication admittance(Map<String, String> settings) {
    return admittance(settings, Tracing.OFF);
  }

  private final Experiments experiments =
      new Experiments(() -> Instant.EPOCH, () -> "exp_1", new RecordingMetrics());

  private HttpAuthentication admittance(Map<String, String> settings, Tracing tracing) {
    return admittance(settings, tracing, HttpTokens.none());
  }

  private HttpAuthentication admittance(
      Map<String, String> settings, Tracing tracing, HttpTokens tokens) {
    return admittance(new Tenants(TenantsConfig.from(new Settings(settings))), tracing, tokens);
  }

  private HttpAuthentication admittance(Tenants tenants, Tracing tracing, HttpTokens tokens) {
    return new HttpAuthentication(
        new HttpAuthentication.Parts(
            tenants,
            tokens,
            new RequestIds(1),
            new HttpPage(Optional.of("https://gate.example:9443")),
            tracing,
            experiments,
            new JitStatus(),
            any -> work),
        clock);
  }

  private static Map<String, String> keys() {
    return Map.of("tidegate.tenants.acme.key-sha256", SESAME);
  }
}
