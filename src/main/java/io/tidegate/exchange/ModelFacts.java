package io.tidegate.exchange;

/**
 * What a node tells of a model beside its name.
 *
 * @param created when it was made, in seconds since 1970; 0 if not told
 * @param maxModelLen the longest prompt and answer in tokens, as vLLM and SGLang tell it; 0 if not
 * @param contextLength the same, as OpenRouter, Together and others tell it; 0 if not
 */
public record ModelFacts(long created, long maxModelLen, long contextLength) {

  /** Nothing was told. */
  public static final ModelFacts UNKNOWN = new ModelFacts(0, 0, 0);

  /** What holds at whichever of two nodes a call comes to: the earliest, the shortest. */
  public ModelFacts and(ModelFacts other) {
    return new ModelFacts(
        least(created, other.created),
        least(maxModelLen, other.maxModelLen),
        least(contextLength, other.contextLength));
  }

  private static long least(long one, long other) {
    return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
  }
}
