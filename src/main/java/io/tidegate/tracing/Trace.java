package io.tidegate.tracing;

import java.util.regex.Pattern;

/**
 * A place in a trace, as headers tell it (W3C Trace Context).
 *
 * @param parent the value of {@code traceparent}, or null for a place in no trace
 * @param state the value of {@code tracestate}, or null
 */
public record Trace(String parent, String state) {

  /** No trace. */
  public static final Trace NONE = new Trace(null, null);

  private static final Pattern PARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");

  /**
   * The trace that the headers of these values name, each maybe null; none where they break the
   * rules, and no state without a parent.
   */
  public static Trace of(String parent, String state) {
    if (parent == null || !PARENT.matcher(parent.strip()).matches()) {
      return NONE;
    }
    boolean valid = state != null && STATE.matcher(state.strip()).matches();
    return new Trace(parent.strip(), valid ? state.strip() : null);
  }
}
