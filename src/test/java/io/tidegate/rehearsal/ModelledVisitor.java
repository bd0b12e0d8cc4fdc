package io.tidegate.rehearsal;

/** A call at a modelled node, and when what became of it, in nanoseconds; -1 before. */
final class ModelledVisitor implements VirtualNode.Customer {

  private final VirtualTime time;
  private final int promptTokens;
  private final int answerTokens;
  final long came;
  long first = -1;
  long last = -1;

  ModelledVisitor(VirtualTime time, int promptTokens, int answerTokens) {
    this.time = time;
    this.promptTokens = promptTokens;
    this.answerTokens = answerTokens;
    this.came = time.getAsLong();
  }

  @Override
  public int promptTokens() {
    return promptTokens;
  }

  @Override
  public Prefix prefix() {
    return new Prefix(0);
  }

  @Override
  public int answerTokens() {
    return answerTokens;
  }

  @Override
  public void first(int cached) {
    first = time.getAsLong();
  }

  @Override
  public void last() {
    last = time.getAsLong();
  }
}
