package io.tidegate.simulator;

import java.util.List;

/** The events of a chat or of a completion. */
final class ChatEvents implements StreamEvents {
  private final SimulatedCall call;
  private final SimulatedReply reply;
  private final Chunks chunks;

  ChatEvents(SimulatedCall call, SimulatedReply reply) {
    this.call = call;
    this.reply = reply;
    this.chunks = new Chunks(call);
  }

  @Override
  public String opening() {
    return call.request().operation() == SimulatedOperation.CHAT ? chunks.opening(reply) : "";
  }

  @Override
  public String token(int index) {
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

  @Override
  public String close() {
    return "";
  }

  @Override
  public String finish() {
    String finish = chunks.finish(reply.finishReason());
    return call.request().includeUsage()
        ? finish + chunks.usage(TokenBill.of(call, reply))
        : finish;
  }

  @Override
  public String end() {
    return Chunks.done();
  }

  @Override
  public String error() {
    return Chunks.error(call.refusals().hiddenError());
  }
}
