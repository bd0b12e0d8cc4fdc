package io.tidegate.api.admin;

import io.tidegate.cache.tiers.PurgeScope;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads which answers an administrator wants purged. */
final class PurgeRequest {

  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");

  private PurgeRequest() {}

  /**
   * All answers, or those of one tenant or model.
   *
   * @param resolve the model behind a name: answers are kept under that
   * @throws FailureException when both are named, or an empty one: too much would be gone
   */
  static PurgeScope among(String tenant, String model, UnaryOperator<String> resolve) {
    if (tenant != null && model != null) {
      throw invalid("model", "cannot be combined with 'tenant'; purge twice");
    }
    if (tenant != null) {
      return new PurgeScope(PurgeScope.Kind.TENANT, named("tenant", tenant));
    }
    return model == null
        ? PurgeScope.ALL
        : new PurgeScope(PurgeScope.Kind.MODEL, resolve.apply(named("model", model)));
  }

  /** The answer to {@code key}. */
  static PurgeScope one(String key) {
    if (!KEY.matcher(key).matches()) {
      throw invalid("key", "must be 64 hexadecimal digits");
    }
    return new PurgeScope(PurgeScope.Kind.KEY, key.toLowerCase(Locale.ROOT));
  }

  private static String named(String param, String value) {
    if (value.isBlank()) {
      throw invalid(param, "must not be empty");
    }
    return value;
  }

  private static FailureException invalid(String param, String rule) {
    return Failure.invalid(param, rule).asException();
  }
}
