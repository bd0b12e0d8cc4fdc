package io.tidegate.settings;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

  private static final Pattern ADDRESS = Pattern.compile("(?i)^\\(?(?:jdbc:|[a-z][a-z0-9+.-]*://)");

  /** Up to the last {@code @} before its parameters, for a password may have some. */
  private static final Pattern USER = Pattern.compile("(?<=//|jdbc:oracle:thin:)[^?&;#\\s]*@");

  /** One behind what may be a parameter, or may be the midst of a password. */
  private static final Pattern UNCLEAR =
      Pattern.compile("(?s)^(\\(?[^/]*//|jdbc:oracle:thin:).*[?&;#].*@.*");

  /** Of an address, or of a database's: what separates it, its name, its value. */
  private static final Pattern PARAMETER = Pattern.compile("([?&;#])([^?&;#=]*)(=?)[^?&;#]*");

  /** Who has a password with such a sign in it may have it anywhere behind. */
  private static final Pattern NAMED_SECRET =
      Pattern.compile("(?is)((?:password|pwd|passphrase|secret|token|key)[a-z_-]*=).*");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(?:password|pwd|passphrase|secret|token|key)[a-z_-]*");

  /**
   * Parameters of addresses whose values are shown: those of databases and brokers that are known.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "api-version",
          "applicationname",
          "auto_server",
          "connecttimeout",
          "currentschema",
          "db_close_delay",
          "db_close_on_exit",
          "ha",
          "loadbalancehosts",
          "mode",
          "reconnectattempts",
          "servertimezone",
          "sockettimeout",
          "ssl",
          "sslenabled",
          "sslmode",
          "targetservertype",
          "user",
          "usessl",
          "verifyhost",
          "write_delay");

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

  /** Addresses may have a user and a password in them, and parameters that are secret. */
  private static String shown(String key, String text) {
    if (RECEIVER.matcher(key).matches()) {
      return USER.matcher(PATH.matcher(text).replaceFirst("$1/***")).replaceAll("***@");
    }
    if (!ADDRESS.matcher(text).find()) {
      return NAMED_SECRET.matcher(USER.matcher(text).replaceAll("***@")).replaceAll("$1***");
    }
    Matcher unclear = UNCLEAR.matcher(text);
    if (unclear.matches()) {
      return unclear.group(1) + "***";
    }
    String nameless = USER.matcher(text).replaceAll("***@");
    Matcher named = NAMED_SECRET.matcher(PARAMETER.matcher(nameless).replaceAll(""));
    return named.find()
        ? named.replaceAll("$1***")
        : PARAMETER.matcher(nameless).replaceAll(ActiveSetting::parameter);
  }

  /** Shown is what is known: what has no name may be the rest of a value before. */
  private static String parameter(MatchResult found) {
    String name = found.group(2);
    boolean named = !found.group(3).isEmpty();
    if (named && HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
      return Matcher.quoteReplacement(found.group());
    }
    boolean secret = named && SECRET_NAME.matcher(name).matches();
    return Matcher.quoteReplacement(found.group(1) + (secret ? name + "=" : "") + "***");
  }
}
