package io.tidegate.dialect.known;

import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.chat.ChatDialect;
import io.tidegate.dialect.messages.MessagesDialect;
import io.tidegate.dialect.responses.ResponsesDialect;
import io.tidegate.exchange.DialectName;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import java.util.regex.Pattern;

/** The dialects that there are. */
public final class Dialects {

  private static final Pattern RESPONSES_PATHS = Pattern.compile("(/v1)?/responses(/.*)?");
  private static final Pattern MESSAGES_PATHS = Pattern.compile("(/v1/messages|/anthropic)(/.*)?");

  private static final Dialect CHAT = new ChatDialect();
  private static final Dialect RESPONSES = new ResponsesDialect();
  private static final Dialect MESSAGES = new MessagesDialect();

  private Dialects() {}

  /** The dialect in which {@code operation} is asked. */
  public static Dialect of(Operation operation) {
    return of(operation.dialect());
  }

  /** The dialect called {@code name}. */
  public static Dialect of(DialectName name) {
    return switch (name) {
      case CHAT -> CHAT;
      case RESPONSES -> RESPONSES;
      case MESSAGES -> MESSAGES;
    };
  }

  /** The dialect of who asks for {@code path} at the gateway: chat where none is told. */
  public static DialectName at(String path) {
    if (MESSAGES_PATHS.matcher(path).matches()) {
      return DialectName.MESSAGES;
    }
    return RESPONSES_PATHS.matcher(path).matches() ? DialectName.RESPONSES : DialectName.CHAT;
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
