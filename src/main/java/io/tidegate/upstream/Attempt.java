package io.tidegate.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.Call;
import io.tidegate.tracing.Trace;

/**
 * One try at serving a call by one node.
 *
 * @param call what is asked
 * @param target who is asked
 * @param model the model's name at that node
 * @param number 1 for the first attempt of the call
 * @param answer the log to fill once the node has delivered content
 * @param fallback the model that is asked in place of the one the client named, or null
 * @param offered the name by which the pool offers the model, which answers are to give
 * @param trace the place in a trace that the node is told
 */
public record Attempt(
    Call call,
    NodeAddress target,
    String model,
    int number,
    Answer answer,
    String fallback,
    String offered,
    Trace trace) {

  public Attempt {
    requireNonNull(call, "call");
    requireNonNull(target, "target");
    requireNonNull(model, "model");
    requireNonNull(answer, "answer");
    requireNonNull(offered, "offered");
    requireNonNull(trace, "trace");
  }

  /** The head of its answer, in which the node calls its model {@code nodesModel}, or null. */
  AnswerHead head(int status, String contentType, long firstContent, String nodesModel) {
    String node = target.node();
    return new AnswerHead(
        status, contentType, node, number, firstContent, fallback, nodesModel, null, null);
  }

  /** The body that tells its client the error of {@code status} that the node {@code said}. */
  byte[] error(ObjectNode said, int status) {
    return Dialects.of(call.operation()).errors().ofNode(said, status, call.id());
  }

  /** An attempt at the model the client named. */
  public Attempt(Call call, NodeAddress target, String model, int number, Answer answer) {
    this(call, target, model, number, answer, null, call.model(), call.span().trace());
  }
}
