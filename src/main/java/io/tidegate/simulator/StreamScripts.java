package io.tidegate.simulator;

import io.tidegate.simulator.Script.Ending;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The scripts of a streamed call, one for each fault. */
final class StreamScripts {
  private final SimulatedCall call;
  private final Fault fault;
  private final SimulatedReply reply;
  private final StreamEvents events;

  private StreamScripts(SimulatedCall call, Fault fault) {
    this.call = call;
    this.fault = fault;
    this.reply = delivered(SimulatedReply.to(call.request(), call.settings()), fault);
    this.events = events();
  }

  static Script of(SimulatedCall call, Fault fault) {
    Script refusal = call.refusals().of(fault);
    return refusal == null ? new StreamScripts(call, fault).script() : refusal;
  }

  /** What is delivered of {@code whole}. */
  private static SimulatedReply delivered(SimulatedReply whole, Fault fault) {
    return switch (fault) {
      case ERROR_MID_STREAM,
          FAILED_MID_STREAM,
          CUT_MID_STREAM,
          STALL_MID_STREAM,
          END_MID_STREAM,
          INSUFFICIENT_RESOURCE_MID_STREAM ->
          whole.half();
      case INSUFFICIENT_RESOURCE -> whole.nothing();
      case INCOMPLETE_AS_COMPLETED -> whole.limited();
      default -> whole;
    };
  }

  private StreamEvents events() {
    return switch (call.request().operation().dialect()) {
      case CHAT -> new ChatEvents(call, reply);
      case RESPONSES -> new ResponseEvents(call, reply, fault);
      case MESSAGES -> new MessageEvents(call, reply);
    };
  }

  private Script script() {
    return switch (fault) {
      case BUSY_BLANK_LINES -> Waits.emptyLines(Head.STREAM);
      case BUSY_KEEP_ALIVE -> Waits.comments();
      case BUSY_PINGS -> Waits.signs(events.sign());
      case STALL -> Script.silent(Head.STREAM);
      case ERROR_FIRST -> errorFirst();
      case STALL_AFTER_PREAMBLE -> script(opening(), Ending.HANG);
      case KEEP_ALIVE_AFTER_PREAMBLE -> Waits.after(opening(), events.sign());
      case END_AFTER_PREAMBLE -> script(opening(), Ending.END);
      case ERROR_AFTER_PREAMBLE -> then(opening(), events::error);
      case FAILED_AFTER_PREAMBLE -> then(opening(), events::failure);
      case ERROR_MID_STREAM -> then(body(), events::error);
      case FAILED_MID_STREAM -> then(body(), events::failure);
      case CUT_MID_STREAM -> script(body(), Ending.CUT);
      case STALL_MID_STREAM -> script(body(), Ending.HANG);
      case END_MID_STREAM -> script(body(), Ending.END);
      case NO_DONE -> script(untilFinish(), Ending.END);
      case NO_FINISH -> script(with(with(body(), events::close), events::end), Ending.END);
      case OPEN_AFTER_END -> script(whole(), Ending.HANG);
      case CUT_AFTER_END -> script(whole(), Ending.CUT);
      case DATA_ONLY -> script(whole().map(ScriptStep::withoutNames), Ending.END);
      case TORN_EVENTS -> script(whole().flatMap(ScriptStep::torn), Ending.END);
      case SLOW_FIRST_TOKEN -> script(Stream.concat(Waits.slowly(), whole()), Ending.END);
      case WRONG_CONTENT_TYPE -> new Script(Head.TEXT, whole().iterator(), Ending.END);
      default -> script(whole(), Ending.END);
    };
  }

  private Script errorFirst() {
    boolean chat = call.request().operation().dialect() == SimulatedDialect.CHAT;
    String last = chat ? events.error() + events.end() : events.error();
    return Script.whole(Head.STREAM, ScriptStep.of(call.tempo().first(), last));
  }

  private Script then(Stream<ScriptStep> steps, Supplier<String> last) {
    return script(Stream.concat(steps, step(call.tempo()::token, last)), Ending.END);
  }

  private Stream<ScriptStep> whole() {
    return with(untilFinish(), events::end);
  }

  private Stream<ScriptStep> untilFinish() {
    return with(with(body(), events::close), events::finish);
  }

  /** The tokens, each when it is due; the first comes together with the opening. */
  private Stream<ScriptStep> body() {
    Stream<ScriptStep> tokens =
        IntStream.range(0, reply.tokens())
            .mapToObj(i -> ScriptStep.of(i == 0 ? 0 : call.tempo().token(), events.token(i)));
    return Stream.concat(opening(), tokens);
  }

  private Stream<ScriptStep> opening() {
    return step(call.tempo()::first, events::opening);
  }

  private static Stream<ScriptStep> with(Stream<ScriptStep> steps, Supplier<String> text) {
    return Stream.concat(steps, step(() -> 0, text));
  }

  /** Made when it is played, since the events of some dialects are numbered. */
  private static Stream<ScriptStep> step(LongSupplier delay, Supplier<String> text) {
    return Stream.of(text).map(each -> ScriptStep.of(delay.getAsLong(), each.get()));
  }

  private static Script script(Stream<ScriptStep> steps, Ending ending) {
    return new Script(Head.STREAM, steps.iterator(), ending);
  }
}
