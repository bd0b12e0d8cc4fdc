package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.simulator.Script.Ending;
import java.nio.ByteBuffer;
import java.util.List;

/** The scripts of a plain call, one for each fault. */
final class PlainScripts {
  private final SimulatedCall call;
  private final SimulatedReply reply;

  private PlainScripts(SimulatedCall call) {
    this.call = call;
    this.reply = SimulatedReply.to(call.request(), call.settings());
  }

  static Script of(SimulatedCall call, Fault fault) {
    PlainScripts scripts = new PlainScripts(call);
    return switch (fault) {
      case NONE -> scripts.whole(scripts.body());
      case BUSY_503 -> Refusals.tooBusy();
      case BUSY_429 -> Refusals.tooMany();
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE -> Waits.emptyLines(Head.JSON);
      case ERROR_FIRST ->
          Script.whole(
              Head.JSON,
              new ScriptStep(call.tempo().first(), SimulatorJson.bytes(Refusals.hiddenError())));
      case ERROR_MID_STREAM -> scripts.whole(Refusals.hiddenError());
      case CUT_MID_STREAM -> scripts.half(Ending.CUT);
      case STALL -> Script.silent(Head.JSON);
      case STALL_MID_STREAM -> scripts.half(Ending.HANG);
      case NO_DONE -> Script.whole(Head.JSON, ScriptStep.of(scripts.time(), ""));
      case INSUFFICIENT_RESOURCE -> scripts.exhausted(scripts.reply.nothing());
      case INSUFFICIENT_RESOURCE_MID_STREAM -> scripts.exhausted(scripts.reply.half());
      case KEY_REFUSED -> Refusals.wrongKey("");
      case BALANCE_EMPTY -> Refusals.insufficientBalance();
    };
  }

  private ObjectNode body() {
    return embeds()
        ? SimulatedBodies.embeddings(call.request())
        : SimulatedBodies.answer(call, reply);
  }

  private boolean embeds() {
    return call.request().operation() == SimulatedOperation.EMBEDDING;
  }

  private long time() {
    return embeds() ? call.tempo().first() : call.tempo().whole(reply.tokens());
  }

  private Script whole(ObjectNode body) {
    return Script.whole(Head.JSON, new ScriptStep(time(), SimulatorJson.bytes(body)));
  }

  private Script half(Ending ending) {
    ByteBuffer bytes = SimulatorJson.bytes(body());
    ScriptStep step = new ScriptStep(time(), bytes.slice(0, bytes.limit() / 2));
    return new Script(Head.JSON, List.of(step).iterator(), ending);
  }

  private Script exhausted(SimulatedReply remainder) {
    return embeds() ? Refusals.tooBusy() : whole(SimulatedBodies.answer(call, remainder));
  }
}
