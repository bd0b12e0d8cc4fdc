package io.tidegate.settings;

/** A setting that cannot be used; the message names the key and the rule. */
public final class SettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** An exception that says {@code message}. */
  public SettingException(String message) {
    super(message);
  }

  /** An exception for {@code key} that breaks {@code rule}; secret values are left out of it. */
  public SettingException(String key, String rule) {
    super(key + " " + rule);
  }
}
