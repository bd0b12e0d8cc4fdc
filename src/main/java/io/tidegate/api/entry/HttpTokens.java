package io.tidegate.api.entry;

import io.tidegate.exchange.KeyId;
import io.tidegate.tenants.Caller;
import io.tidegate.tenants.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Tells the tenant of a signed token (JWT) in the place of a key: the server has looked at its
 * signature, issuer, audience and time, and a claim names the tenant. Thread-safe.
 */
public final class HttpTokens {

  /** By which callers with a token are known in the place of a key. */
  static final KeyId KEY = new KeyId("jwt");

  /** Three parts of base64url, of which the first begins with a brace. */
  private static final Pattern FORM =
      Pattern.compile("ey[A-Za-z0-9_-]{2,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private final String claim;
  private final BiFunction<Principal, String, Optional<String>> claims;

  private HttpTokens(String claim, BiFunction<Principal, String, Optional<String>> claims) {
    this.claim = claim;
    this.claims = claims;
  }

  /** No tokens are taken: all are keys. */
  public static HttpTokens none() {
    return new HttpTokens(null, (user, name) -> Optional.empty());
  }

  /**
   * Tokens are taken, whose claim {@code claim} names the tenant.
   *
   * @return nothing if the server lacks the feature for that
   */
  public static Optional<HttpTokens> naming(String claim) {
    return MicroProfileToken.isKnown()
        ? Optional.of(naming(claim, MicroProfileToken::claim))
        : Optional.empty();
  }

  static HttpTokens naming(String claim, BiFunction<Principal, String, Optional<String>> claims) {
    return new HttpTokens(claim, claims);
  }

  /** Whether {@code credential}, which may be null, is a token, and not a key. */
  boolean take(String credential) {
    return claim != null && credential != null && FORM.matcher(credential).matches();
  }

  /** Who sends {@code http} with a token, if that is a good one of a tenant among {@code known}. */
  Optional<Caller> caller(HttpServletRequest http, Function<String, Optional<Tenant>> known) {
    return claims
        .apply(http.getUserPrincipal(), claim)
        .flatMap(known)
        .map(tenant -> new Caller(tenant, KEY));
  }
}
