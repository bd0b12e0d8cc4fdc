package io.tidegate.exchange;

/**
 * The tokens a node reported for one answer.
 *
 * @param input prompt tokens, cached ones included; -1 when not reported
 * @param cached prompt tokens served from the node's prefix cache; -1 when not reported
 * @param output completion tokens, reasoning included; -1 when not reported
 */
public record Usage(long input, long cached, long output) {

  /** Nothing was reported. */
  public static final Usage NONE = new Usage(-1, -1, -1);

  /** Whether the node reported anything. */
  public boolean reported() {
    return input >= 0 || output >= 0;
  }
}
