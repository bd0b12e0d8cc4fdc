package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator can have purged. */
class PurgeRequestTest {

  private static final String KEY = "0123456789abcdef".repeat(4);

  @Test
  void purgesAllOrOneTenantsOrOneModels() {
    assertThat(among(null, null)).isEqualTo(PurgeScope.ALL);
    assertThat(among("acme", null)).isEqualTo(new PurgeScope(PurgeScope.Kind.TENANT, "acme"));
    assertThat(among(null, "org/m")).isEqualTo(new PurgeScope(PurgeScope.Kind.MODEL, "org/m"));
    assertThat(among(null, "alias")).isEqualTo(new PurgeScope(PurgeScope.Kind.MODEL, "org/m"));
  }

  @Test
  void neverTakesAnEmptyNameForAll() {
    Failure tenant = refused(() -> among("", null));
    Failure model = refused(() -> among(null, " "));
    Failure both = refused(() -> among("acme", "m"));

    assertThat(tenant.param()).isEqualTo("tenant");
    assertThat(tenant.message()).isEqualTo("'tenant' must not be empty.");
    assertThat(model.param()).isEqualTo("model");
    assertThat(both.message()).isEqualTo("'model' cannot be combined with 'tenant'; purge twice.");
  }

  @Test
  void purgesOneKeyInAnyCase() {
    assertThat(PurgeRequest.one(KEY)).isEqualTo(new PurgeScope(PurgeScope.Kind.KEY, KEY));
    assertThat(PurgeRequest.one(KEY.toUpperCase(Locale.ROOT)))
        .isEqualTo(new PurgeScope(PurgeScope.Kind.KEY, KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "0123",
        "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void refusesWhatIsNoKey(String key) {
    Failure failure = refused(() -> PurgeRequest.one(key));

    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_VALUE);
    assertThat(failure.param()).isEqualTo("key");
    assertThat(failure.message()).isEqualTo("'key' must be 64 hexadecimal digits.");
  }

  private static PurgeScope among(String tenant, String model) {
    return PurgeRequest.among(tenant, model, name -> name.equals("alias") ? "org/m" : name);
  }

  private static Failure refused(ThrowingCallable purge) {
    return catchThrowableOfType(FailureException.class, purge).failure();
  }
}
