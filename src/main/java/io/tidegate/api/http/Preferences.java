package io.tidegate.api.http;

import io.tidegate.api.entry.HeaderList;
import java.util.Locale;

/** Reads what a client would like beside its answer (RFC 7240); what is not known is ignored. */
public final class Preferences {

  /** The preference for {@code 202 Accepted} over waiting. */
  public static final String RESPOND_ASYNC = "respond-async";

  private Preferences() {}

  /**
   * Whether the client would rather not wait.
   *
   * <p>{@code wait} beside it is ignored: a call given up after a while would be asked twice.
   *
   * @param lines the values of all headers {@code Prefer}
   */
  public static boolean respondAsync(Iterable<String> lines) {
    for (String line : lines) {
      for (String preference : HeaderList.split(line, ',')) {
        String named = HeaderList.split(preference, ';').get(0);
        if (isRespondAsync(named.strip().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }

  /** An empty value counts as none (RFC 7240, 2). */
  private static boolean isRespondAsync(String preference) {
    int equals = preference.indexOf('=');
    if (equals < 0) {
      return preference.equals(RESPOND_ASYNC);
    }
    String value = preference.substring(equals + 1).strip();
    return preference.substring(0, equals).strip().equals(RESPOND_ASYNC)
        && (value.isEmpty() || value.equals("\"\""));
  }
}
