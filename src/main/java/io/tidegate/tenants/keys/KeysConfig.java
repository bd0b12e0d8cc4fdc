package io.tidegate.tenants.keys;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.util.Optional;

/**
 * What can be set about keys that are made while servers run.
 *
 * @param secret with which they are hashed, and acts in the audit log are sealed; the same on all
 *     servers of a cluster. Without one no key can be made, and none that was made is known
 */
public record KeysConfig(Optional<String> secret) {

  private static final String SECRET = "tidegate.keys.secret";
  private static final String SECRET_FILE = "tidegate.keys.secret-file";
  private static final int SHORTEST = 32;

  /** The configuration that {@code settings} give. */
  public static KeysConfig from(Settings settings) {
    Optional<String> secret = settings.secret(SECRET);
    if (secret.isPresent() && secret.get().length() < SHORTEST) {
      String key = settings.text(SECRET_FILE).isPresent() ? SECRET_FILE : SECRET;
      throw new SettingException(key, "must have at least " + SHORTEST + " characters");
    }
    return new KeysConfig(secret);
  }

  /** What hashes for {@code purpose}, if there is a secret. */
  public Optional<KeyHasher> hasher(String purpose) {
    return secret.map(text -> new KeyHasher(text, purpose));
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "KeysConfig[secret=" + (secret.isPresent() ? "set" : "not set") + "]";
  }
}
