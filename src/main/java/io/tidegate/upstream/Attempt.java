package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;

/**
 * One try at serving a call by one node.
 *
 * @param call what is asked
 * @param target who is asked
 * @param model the model's name at that node
 * @param number 1 for the first attempt of the call
 * @param answer the log to fill once the node has delivered content
 * @param fallback the model that is asked in place of the one the client named, or null
 */
public record Attempt(
    Call call, Target target, String model, int number, Answer answer, String fallback) {

  public Attempt {
    requireNonNull(call, "call");
    requireNonNull(target, "target");
    requireNonNull(model, "model");
    requireNonNull(answer, "answer");
  }

  /** The head of its answer. */
  AnswerHead head(int status, String contentType, long firstContent) {
    return new AnswerHead(status, contentType, target.node(), number, firstContent, fallback);
  }

  /** An attempt at the model the client named. */
  public Attempt(Call call, Target target, String model, int number, Answer answer) {
    this(call, target, model, number, answer, null);
  }
}
