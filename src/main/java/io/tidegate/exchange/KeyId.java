package io.tidegate.exchange;

import java.util.regex.Pattern;

/**
 * The public name of an API key, by which it is told, counted and revoked; it is no secret.
 *
 * @param value up to 64 letters, digits, dots, underscores or hyphens; empty where no key was shown
 */
public record KeyId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{0,64}");

  /** That of a call without a key: of this machine, of the gateway itself, of a job. */
  public static final KeyId NONE = new KeyId("");

  public KeyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "key id must be at most 64 letters, digits, '.', '_' or '-'");
    }
  }
}
