package io.tidegate.upstream;

import static io.tidegate.exchange.AnswerHead.EVENT_STREAM;

import io.tidegate.exchange.Usage;

/** Passes the events of a stream on to who asked for a stream. */
final class StreamDelivery implements Delivery {

  private final AttemptGate run;

  StreamDelivery(AttemptGate run) {
    this.run = run;
  }

  @Override
  public void begin() {
    run.deliver(200, EVENT_STREAM);
  }

  @Override
  public void event(byte[] event) {
    run.emit(event);
  }

  @Override
  public void comment(byte[] comment) {
    run.emit(comment);
  }

  @Override
  public void end(byte[] last, Usage usage) {
    run.complete(last, usage);
  }
}
