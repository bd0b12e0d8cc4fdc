package io.tidegate.switches;

import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;

/**
 * What a brownout takes from callers.
 *
 * @param stale whether stale answers are given, and not renewed
 * @param maxTokens the most tokens that an answer may have; 0 for no such bound
 * @param thinkingOff whether calls that say nothing of thinking are asked without
 * @param shed the most urgent priority that is refused; null if none is
 */
public record Brownout(boolean stale, int maxTokens, boolean thinkingOff, Priority shed) {

  /** No brownout. */
  public static final Brownout NONE = new Brownout(false, 0, false, null);

  private static final String PREFIX = "tidegate.switches.brownout.";
  private static final String SHED = PREFIX + "shed";
  private static final int USUAL_CAP = 1024;
  private static final int GREATEST_CAP = 1 << 20;

  /** What {@code settings} say a brownout is. */
  static Brownout from(Settings settings) {
    return new Brownout(
        settings.at(PREFIX + "serve-stale").flag(true),
        settings.at(PREFIX + "max-tokens").integer(USUAL_CAP, 0, GREATEST_CAP),
        settings.at(PREFIX + "thinking-off").flag(true),
        shed(settings.text(SHED).orElse(Priority.LOW.label())));
  }

  private static Priority shed(String text) {
    return switch (text) {
      case "nothing" -> null;
      case "low" -> Priority.LOW;
      case "normal" -> Priority.NORMAL;
      default -> throw new SettingException(SHED, "must be nothing, low or normal");
    };
  }

  /** Whether calls of {@code priority} are refused. */
  public boolean sheds(Priority priority) {
    return shed != null && priority.compareTo(shed) >= 0;
  }

  /** {@code request} as it is asked in place of the client's; the very same if nothing changes. */
  public Request changed(Request request, Operation operation) {
    boolean changes = maxTokens > 0 || thinkingOff;
    return changes && operation.streams()
        ? new ThriftyBody(request, operation, this).request()
        : request;
  }
}
