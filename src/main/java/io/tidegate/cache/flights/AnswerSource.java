package io.tidegate.cache.flights;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.Call;

/** Asks nodes for the answers that are not known. */
public interface AnswerSource {

  /** Begins to answer {@code call} into {@code answer}, which always ends. */
  void fetch(Call call, Answer answer);

  /** Learns that nobody needs {@code call} any more. */
  void left(Call call);
}
