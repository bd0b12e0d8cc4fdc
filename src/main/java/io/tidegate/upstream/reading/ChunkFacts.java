package io.tidegate.upstream.reading;

import io.tidegate.exchange.Usage;
import java.util.BitSet;
import java.util.List;

/**
 * What the gate needs to know of one JSON object a node sent: a chunk, a whole answer or an error.
 *
 * @param content whether it carries anything a model made
 * @param choices the numbers of the choices that it is about; must not be changed
 * @param ended the numbers of those that it ends; must not be changed
 * @param finishReason why the model stopped, or null; of several the one with which a node gave up
 * @param error the error it tells of, or null
 * @param usage the tokens reported
 * @param model the model it names, or null
 * @param last whether the stream is over with it; a reason to stop, in it or before it, says how
 * @param encrypted marks of what it holds that only the account can read that made it
 * @param works whether it shows that the node works on the answer, though it carries nothing of it
 */
public record ChunkFacts(
    boolean content,
    BitSet choices,
    BitSet ended,
    String finishReason,
    NodeError error,
    Usage usage,
    Named model,
    boolean last,
    List<String> encrypted,
    boolean works) {

  /** Facts of what everybody can read, and which show no more work than their content. */
  public ChunkFacts(
      boolean content,
      BitSet choices,
      BitSet ended,
      String finishReason,
      NodeError error,
      Usage usage,
      Named model,
      boolean last) {
    this(content, choices, ended, finishReason, error, usage, model, last, List.of(), false);
  }

  /**
   * A name within the JSON.
   *
   * @param start the offset of its opening quote
   * @param end the offset behind its closing quote
   */
  public record Named(String name, int start, int end) {}

  /** Whether the node gave up in the midst of its work. */
  public boolean cutShort() {
    return FinishReasons.gaveUp(finishReason);
  }

  /** Whether the model came to an end of its own, perhaps without a word. */
  public boolean finished() {
    return finishReason != null && !cutShort();
  }
}
