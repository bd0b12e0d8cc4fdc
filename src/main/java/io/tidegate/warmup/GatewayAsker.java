package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks the gateway, and reads each answer to its end as a client would. Thread-safe. */
final class GatewayAsker implements Asker {

  private static final int OK = 200;

  private final Function<Call, Reply> gateway;
  private final Consumer<Call> left;

  /**
   * Asks {@code gateway}.
   *
   * @param left told of each call whose answer has ended
   */
  GatewayAsker(Function<Call, Reply> gateway, Consumer<Call> left) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.left = requireNonNull(left, "left");
  }

  @Override
  public void ask(Call call, Consumer<Boolean> ended) {
    AnswerReader reader = gateway.apply(call).reader();
    Reading reading =
        new Reading(
            reader,
            success -> {
              left.accept(call);
              ended.accept(success);
            });
    reader.listen(reading);
    reading.run();
  }

  /** Reads one answer: signals come from its writer, and the first look from who asked. */
  private static final class Reading implements Runnable {

    private final AnswerReader reader;
    private final Consumer<Boolean> ended;
    private final AtomicInteger signals = new AtomicInteger();
    private boolean over;

    Reading(AnswerReader reader, Consumer<Boolean> ended) {
      this.reader = reader;
      this.ended = ended;
    }

    @Override
    public void run() {
      // One thread reads at a time, and looks again for those that came meanwhile.
      if (signals.getAndIncrement() != 0) {
        return;
      }
      int seen;
      do {
        seen = signals.get();
        read();
      } while (!signals.compareAndSet(seen, 0));
    }

    private void read() {
      for (byte[] event = reader.poll(); event != null; event = reader.poll()) {
        reader.passedOn(event.length);
      }
      if (!over && reader.finished()) {
        over = true;
        reader.close();
        ended.accept(reader.answer().failure() == null && reader.answer().head().status() == OK);
      }
    }
  }
}
