package io.tidegate.rehearsal;

/**
 * How fast a modelled node works, as the options of the simulator say it.
 *
 * @param firstToken nanoseconds to the first token of an empty prompt, 0 or more
 * @param perPromptToken nanoseconds that each prompt token adds to that, 0 or more
 * @param perToken nanoseconds from one token to the next at an idle node, 0 or more
 * @param crowding the part by which tokens take longer when all places are taken, 0 or more; with
 *     fewer taken in proportion
 * @param jitter the part by which the time to the first token varies either way, 0 to 1
 */
record NodePace(
    double firstToken, double perPromptToken, double perToken, double crowding, double jitter) {

  NodePace {
    require(firstToken, "firstToken");
    require(perPromptToken, "perPromptToken");
    require(perToken, "perToken");
    require(crowding, "crowding");
    require(jitter, "jitter");
    if (jitter > 1) {
      throw new IllegalArgumentException("jitter must be at most 1: " + jitter);
    }
  }

  /** How many times as long a token takes while {@code busy} of {@code places} are taken. */
  double slowness(int busy, int places) {
    return 1 + crowding * busy / places;
  }

  private static void require(double value, String name) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be 0 or more: " + value);
    }
  }
}
