package io.tidegate.simulator;

import io.tidegate.simulator.Script.Ending;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The scripts of a streamed call, one for each fault. */
final class StreamScripts {
  private final SimulatedCall call;
  private final Chunks chunks;

  private StreamScripts(SimulatedCall call) {
    this.call = call;
    this.chunks = new Chunks(call);
  }

  static Script of(SimulatedCall call, Fault fault) {
    StreamScripts scripts = new StreamScripts(call);
    SimulatedReply reply = SimulatedReply.to(call.request(), call.settings());
    return switch (fault) {
      case NONE -> scripts.whole(reply);
      case BUSY_503 -> Refusals.tooBusy();
      case BUSY_429 -> Refusals.tooMany();
      case BUSY_BLANK_LINES -> Waits.emptyLines(Head.STREAM);
      case BUSY_KEEP_ALIVE -> Waits.comments();
      case ERROR_FIRST -> scripts.errorFirst();
      case ERROR_MID_STREAM ->
          script(Stream.concat(scripts.body(reply.half()), scripts.error()), Ending.END);
      case CUT_MID_STREAM -> script(scripts.body(reply.half()), Ending.CUT);
      case STALL -> Script.silent(Head.STREAM);
      case STALL_MID_STREAM -> script(scripts.body(reply.half()), Ending.HANG);
      case NO_DONE -> script(scripts.untilFinish(reply), Ending.END);
      case INSUFFICIENT_RESOURCE -> scripts.whole(reply.nothing());
      case INSUFFICIENT_RESOURCE_MID_STREAM -> scripts.whole(reply.half());
      case KEY_REFUSED -> Refusals.wrongKey("");
      case BALANCE_EMPTY -> Refusals.insufficientBalance();
    };
  }

  private Script whole(SimulatedReply reply) {
    return script(
        Stream.concat(untilFinish(reply), Stream.of(ScriptStep.of(0, Chunks.done()))), Ending.END);
  }

  private Script errorFirst() {
    String events = Chunks.error(Refusals.hiddenError()) + Chunks.done();
    return Script.whole(Head.STREAM, ScriptStep.of(call.tempo().first(), events));
  }

  private Stream<ScriptStep> error() {
    return Stream.of(ScriptStep.of(call.tempo().token(), Chunks.error(Refusals.hiddenError())));
  }

  private Stream<ScriptStep> untilFinish(SimulatedReply reply) {
    Stream<ScriptStep> finish = Stream.of(ScriptStep.of(0, chunks.finish(reply.finishReason())));
    Stream<ScriptStep> steps = Stream.concat(body(reply), finish);
    if (!call.request().includeUsage()) {
      return steps;
    }
    TokenBill usage = TokenBill.of(call, reply);
    return Stream.concat(steps, Stream.of(ScriptStep.of(0, chunks.usage(usage))));
  }

  /** The tokens, each when it is due; the first comes together with the opening. */
  private Stream<ScriptStep> body(SimulatedReply reply) {
    String opening =
        call.request().operation() == SimulatedOperation.CHAT ? chunks.opening(reply) : "";
    Stream<ScriptStep> first = Stream.of(ScriptStep.of(call.tempo().first(), opening));
    Stream<ScriptStep> tokens =
        IntStream.range(0, reply.tokens())
            .mapToObj(i -> ScriptStep.of(i == 0 ? 0 : call.tempo().token(), token(reply, i)));
    return Stream.concat(first, tokens);
  }

  private String token(SimulatedReply reply, int index) {
    List<String> reasoning = reply.reasoning();
    if (index < reasoning.size()) {
      return chunks.reasoning(reasoning.get(index));
    }
    int position = index - reasoning.size();
    String piece = reply.pieces().get(position);
    return reply.tool() == null
        ? chunks.content(piece)
        : chunks.arguments(reply.tool(), position == 0, piece);
  }

  private static Script script(Stream<ScriptStep> steps, Ending ending) {
    return new Script(Head.STREAM, steps.iterator(), ending);
  }
}
