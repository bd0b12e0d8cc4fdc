package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.simulator.Script.Ending;
import java.nio.ByteBuffer;
import java.util.List;

/** The scripts of a plain call, one for each fault. */
final class PlainScripts {
  private final Call call;
  private final Reply reply;

  private PlainScripts(Call call) {
    this.call = call;
    this.reply = Reply.to(call.request(), call.settings());
  }

  static Script of(Call call, Fault fault) {
    PlainScripts scripts = new PlainScripts(call);
    return switch (fault) {
      case NONE -> scripts.whole(scripts.body());
      case BUSY_503 -> Refusals.tooBusy();
      case BUSY_429 -> Refusals.tooMany();
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE -> Waits.emptyLines(Head.JSON);
      case ERROR_FIRST ->
          Script.whole(
              Head.JSON, new Step(call.tempo().first(), Json.bytes(Refusals.hiddenError())));
      case ERROR_MID_STREAM -> scripts.whole(Refusals.hiddenError());
      case CUT_MID_STREAM -> scripts.half(Ending.CUT);
      case STALL -> Script.silent(Head.JSON);
      case STALL_MID_STREAM -> scripts.half(Ending.HANG);
      case NO_DONE -> Script.whole(Head.JSON, Step.of(scripts.time(), ""));
      case INSUFFICIENT_RESOURCE -> scripts.exhausted(scripts.reply.nothing());
      case INSUFFICIENT_RESOURCE_MID_STREAM -> scripts.exhausted(scripts.reply.half());
      case KEY_REFUSED -> Refusals.wrongKey("");
      case BALANCE_EMPTY -> Refusals.insufficientBalance();
    };
  }

  private ObjectNode body() {
    return embeds() ? Bodies.embeddings(call.request()) : Bodies.answer(call, reply);
  }

  private boolean embeds() {
    return call.request().operation() == Operation.EMBEDDING;
  }

  private long time() {
    return embeds() ? call.tempo().first() : call.tempo().whole(reply.tokens());
  }

  private Script whole(ObjectNode body) {
    return Script.whole(Head.JSON, new Step(time(), Json.bytes(body)));
  }

  private Script half(Ending ending) {
    ByteBuffer bytes = Json.bytes(body());
    Step step = new Step(time(), bytes.slice(0, bytes.limit() / 2));
    return new Script(Head.JSON, List.of(step).iterator(), ending);
  }

  private Script exhausted(Reply remainder) {
    return embeds() ? Refusals.tooBusy() : whole(Bodies.answer(call, remainder));
  }
}
