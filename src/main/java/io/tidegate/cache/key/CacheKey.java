package io.tidegate.cache.key;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names one question: equal keys mean that one answer serves both.
 *
 * @param hex the SHA-256 of all that can change the answer, 64 lower-case hexadecimal digits
 */
public record CacheKey(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public CacheKey {
    requireNonNull(hex, "hex");
  }

  /**
   * The key that {@code hex} writes out.
   *
   * @throws IllegalArgumentException unless {@code hex} is 64 lower-case hexadecimal digits
   */
  public static CacheKey ofHex(String hex) {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a key must be 64 lower-case hexadecimal digits");
    }
    return new CacheKey(hex);
  }

  /**
   * The key of {@code call}, or null when its body has no {@linkplain Canonical canonical form} and
   * its answer must not be stored.
   *
   * @param model the model that serves it, aliases resolved
   * @param shared whether one tenant's answer may serve another
   */
  public static CacheKey of(Call call, String model, boolean shared) {
    byte[] digest = Canonical.sha256(call, model, shared);
    return digest == null ? null : new CacheKey(HexFormat.of().formatHex(digest));
  }
}
