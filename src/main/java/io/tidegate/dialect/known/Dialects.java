package io.tidegate.dialect.known;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.chat.ChatDialect;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;

/** The dialects that there are. */
public final class Dialects {

  private static final Dialect CHAT = new ChatDialect();

  private Dialects() {}

  /** The dialect in which {@code operation} is asked. */
  public static Dialect of(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETION, EMBEDDINGS, RESPONSES, MESSAGES, COUNT_TOKENS -> CHAT;
    };
  }

  /** The dialect of who asks for {@code path} at the gateway: the oldest one where none is told. */
  public static Dialect at(String path) {
    return CHAT;
  }

  /**
   * The request in {@code body}.
   *
   * @throws FailureException that names the field and the rule
   */
  public static Request parse(byte[] body, Operation operation) {
    return of(operation).parse(body, operation);
  }
}
