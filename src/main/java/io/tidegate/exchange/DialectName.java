package io.tidegate.exchange;

import java.util.Arrays;
import java.util.Optional;

/** The APIs that clients and nodes speak, as settings and errors name them. */
public enum DialectName {
  CHAT("chat"),
  RESPONSES("responses"),
  MESSAGES("messages");

  private final String label;

  DialectName(String label) {
    this.label = label;
  }

  /** Its name in settings and errors. */
  public String label() {
    return label;
  }

  /**
   * Whether a node that refuses by {@code status} may not have it: all that is expected of every
   * node is chat.
   */
  public boolean lackedBy(int status) {
    return this != CHAT && (status == 404 || status == 405 || status == 501);
  }

  /** The one whose name in settings is {@code label}, or nothing. */
  public static Optional<DialectName> of(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }
}
