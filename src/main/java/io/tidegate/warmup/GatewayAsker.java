package io.tidegate.warmup;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Reading;
import io.tidegate.exchange.Reply;
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
    Reading.begin(
        gateway.apply(call).reader(),
        event -> {},
        answer -> {
          left.accept(call);
          ended.accept(answer.failure() == null && answer.head().status() == OK);
        });
  }
}
