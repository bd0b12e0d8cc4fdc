package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.simulator.Script.Ending;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** The scripts of a plain call, one for each fault. */
final class PlainScripts {
  private final SimulatedCall call;
  private final SimulatedReply reply;

  private PlainScripts(SimulatedCall call) {
    this.call = call;
    this.reply = SimulatedReply.to(call.request(), call.settings());
  }

  static Script of(SimulatedCall call, Fault fault) {
    Script refusal = call.refusals().of(fault);
    return refusal == null ? new PlainScripts(call).script(fault) : refusal;
  }

  private Script script(Fault fault) {
    return switch (fault) {
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE, BUSY_PINGS, KEEP_ALIVE_AFTER_PREAMBLE ->
          Waits.emptyLines(Head.JSON);
      case ERROR_FIRST, ERROR_AFTER_PREAMBLE -> whole(call.tempo().first(), hiddenError());
      case ERROR_MID_STREAM -> whole(time(), hiddenError());
      case FAILED_AFTER_PREAMBLE -> whole(call.tempo().first(), failed());
      case FAILED_MID_STREAM -> whole(time(), failed());
      case CUT_MID_STREAM -> half(Ending.CUT);
      case STALL, STALL_AFTER_PREAMBLE -> Script.silent(Head.JSON);
      case STALL_MID_STREAM -> half(Ending.HANG);
      case END_MID_STREAM -> half(Ending.END);
      case NO_DONE, END_AFTER_PREAMBLE -> Script.whole(Head.JSON, ScriptStep.of(time(), ""));
      case INSUFFICIENT_RESOURCE -> exhausted(reply.nothing());
      case INSUFFICIENT_RESOURCE_MID_STREAM -> exhausted(reply.half());
      case INCOMPLETE_AS_COMPLETED -> whole(time(), body(reply.limited()));
      case NO_FINISH -> whole(time(), body(reply.unended()));
      case OPEN_AFTER_END -> script(Head.JSON, Stream.of(answer()), Ending.HANG);
      case CUT_AFTER_END -> script(Head.JSON, Stream.of(answer()), Ending.CUT);
      case TORN_EVENTS -> script(Head.JSON, answer().torn(), Ending.END);
      case WRONG_CONTENT_TYPE -> Script.whole(Head.TEXT, answer());
      case SLOW_FIRST_TOKEN ->
          script(Head.JSON, Stream.concat(Waits.slowlyInLines(), Stream.of(answer())), Ending.END);
      default -> Script.whole(Head.JSON, answer());
    };
  }

  private ScriptStep answer() {
    return new ScriptStep(time(), SimulatorJson.bytes(body(reply)));
  }

  private ObjectNode body(SimulatedReply said) {
    return switch (call.request().operation()) {
      case CHAT, COMPLETION -> SimulatedBodies.answer(call, said);
      case EMBEDDING -> SimulatedBodies.embeddings(call.request());
      case RESPONSE -> ResponseBodies.answer(call, said);
      case MESSAGE -> MessageBodies.answer(call, said);
      case COUNT_TOKENS -> MessageBodies.count(call.request());
    };
  }

  private long time() {
    return call.request().operation().generates()
        ? call.tempo().whole(reply.tokens())
        : call.tempo().first();
  }

  private ObjectNode hiddenError() {
    return call.refusals().hiddenError();
  }

  private ObjectNode failed() {
    boolean responds = call.request().operation() == SimulatedOperation.RESPONSE;
    return responds ? ResponseBodies.failed(call) : hiddenError();
  }

  private static Script whole(long delay, ObjectNode body) {
    return Script.whole(Head.JSON, new ScriptStep(delay, SimulatorJson.bytes(body)));
  }

  private Script half(Ending ending) {
    ByteBuffer bytes = answer().bytes();
    ScriptStep step = new ScriptStep(time(), bytes.slice(0, bytes.limit() / 2));
    return script(Head.JSON, Stream.of(step), ending);
  }

  private Script exhausted(SimulatedReply remainder) {
    return call.request().operation().generates()
        ? whole(time(), body(remainder))
        : call.refusals().tooBusy();
  }

  private static Script script(Head head, Stream<ScriptStep> steps, Ending ending) {
    return new Script(head, steps.iterator(), ending);
  }
}
