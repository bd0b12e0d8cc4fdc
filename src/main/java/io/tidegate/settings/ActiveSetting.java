package io.tidegate.settings;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A setting as it holds; immutable. What is secret is not in it.
 *
 * @param key its full key
 * @param value the text that was set, or null when it was not, or is secret
 * @param fallback its default, or null when it has none or none is known
 * @param set whether anything was set
 * @param secret whether its value is not to be shown
 */
public record ActiveSetting(
    String key, String value, String fallback, boolean set, boolean secret) {

  /** What the last segment of a secret's key is. */
  private static final Pattern SECRET =
      Pattern.compile("(.*-)?(key|password|secret|secrets)|keys|provider-properties");

  /** How many are kept warm: not what opens a door. */
  private static final String NO_SECRET = "tidegate.warmup.keys";

  private static final Pattern USER = Pattern.compile("(?<=//)[^/@\\s]*@");
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)((?:password|pwd|passphrase|secret|token|key)[a-z_-]*=)[^&;,\\s]*");

  /** Where webhooks go: the path opens the door there. */
  private static final Pattern RECEIVER =
      Pattern.compile("tidegate\\.webhooks\\..*\\.url|.*\\.webhook-url");

  private static final Pattern PATH =
      Pattern.compile("^((?:[a-z]+://)?[^/?#]*)[/?#].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  public ActiveSetting {
    requireNonNull(key, "key");
  }

  /** The setting {@code key}, of which {@code text} was set, or null. */
  static ActiveSetting of(String key, String text, String fallback) {
    boolean secret =
        !key.equals(NO_SECRET) && SECRET.matcher(key.substring(key.lastIndexOf('.') + 1)).matches();
    boolean set = text != null && !text.isBlank();
    String shown = set && !secret ? shown(key, text.strip()) : null;
    return new ActiveSetting(key, shown, secret ? null : fallback, set, secret);
  }

  /** Addresses may have a user and a password in them. */
  private static String shown(String key, String text) {
    String nameless = USER.matcher(text).replaceAll("***@");
    if (RECEIVER.matcher(key).matches()) {
      return PATH.matcher(nameless).replaceFirst("$1/***");
    }
    return PARAMETER.matcher(nameless).replaceAll("$1***");
  }
}
