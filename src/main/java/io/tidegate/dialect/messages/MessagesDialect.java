package io.tidegate.dialect.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.EventReader;
import io.tidegate.dialect.Unread;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.upstream.reading.ChunkFacts;
import java.io.IOException;
import java.util.Set;

/** Anthropic's Messages, and its count of tokens. */
public final class MessagesDialect implements Dialect {

  private static final ErrorForm ERRORS = new MessagesErrors();
  private static final Unread MARKS = new CacheMarks();

  /** An event: some clients take comments for silence. SDKs pass over it, at the start, too. */
  private static final String HEARTBEAT = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

  private static final Set<String> ASIDE = Set.of("model", "stream", "metadata", "service_tier");

  @Override
  public Request parse(byte[] body, Operation operation) {
    return new MessagesRequestReader(body, operation).request();
  }

  @Override
  public Set<String> aside() {
    return ASIDE;
  }

  @Override
  public EventReader events() {
    return new MessageEventReader();
  }

  @Override
  public ChunkFacts answer(byte[] json) {
    return MessageAnswer.read(json);
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT.getBytes(US_ASCII);
  }

  @Override
  public byte[] streamed(ObjectNode plain, boolean usage) throws IOException {
    return MessageStream.of(plain);
  }

  @Override
  public ObjectNode accumulated(byte[] stream) throws IOException {
    return MessageFold.of(stream);
  }

  @Override
  public boolean complete(ObjectNode plain) {
    return MessageAnswer.complete(plain);
  }

  /** Tokens are counted of all that is there. */
  @Override
  public Unread unread(Operation operation) {
    return operation == Operation.COUNT_TOKENS ? null : MARKS;
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }
}
