package io.tidegate.api.entry;

import java.security.Principal;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What a token says that the server has found good (MicroProfile JWT). The server has this API only
 * with the feature for it, so nothing here is touched unless tokens are taken.
 */
final class MicroProfileToken {

  private MicroProfileToken() {}

  /** Whether the server has the feature. */
  static boolean isKnown() {
    try {
      return JsonWebToken.class.isInterface();
    } catch (NoClassDefFoundError withoutTheFeature) {
      return false;
    }
  }

  /** The text of the claim {@code name} of {@code user}; nothing unless he came with a token. */
  static Optional<String> claim(Principal user, String name) {
    return user instanceof JsonWebToken token
            && token.claim(name).orElse(null) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }
}
