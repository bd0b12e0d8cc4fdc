package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Outcome.ErrorText;
import java.util.regex.Pattern;

/** Takes credentials out of what nodes say, and cuts it to what an error may hold. */
public final class Redaction {

  private static final int MOST = 4000;
  private static final String REDACTED = "[redacted]";

  /** What OpenAI's keys and those made after them look like. */
  private static final Pattern KEY = Pattern.compile("\\bsk-[\\w*.-]+");

  private Redaction() {}

  /**
   * The node's words about its own trouble.
   *
   * @param message what it said, or null
   * @param json its error object
   * @param apiKey the credential it was asked with, or null
   */
  public static ErrorText words(String message, byte[] json, String apiKey) {
    String said = message == null || message.isBlank() ? null : redacted(message, apiKey);
    boolean cut = said != null && said.length() > MOST;
    return new ErrorText(
        cut ? said.substring(0, MOST) + "..." : said, redacted(new String(json, UTF_8), apiKey));
  }

  private static String redacted(String text, String apiKey) {
    String without = apiKey == null || apiKey.isEmpty() ? text : text.replace(apiKey, REDACTED);
    return KEY.matcher(without).replaceAll(REDACTED);
  }
}
