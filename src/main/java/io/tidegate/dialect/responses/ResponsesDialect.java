package io.tidegate.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.EventReader;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.upstream.reading.ChunkFacts;
import java.io.IOException;
import java.util.Set;

/** OpenAI's Responses. */
public final class ResponsesDialect implements Dialect {

  private static final ErrorForm ERRORS = new ResponsesErrors();

  /**
   * What is only about who asks ({@code metadata}, {@code store}, {@code prompt_cache_key}) is not
   * among them: a response repeats it, in several events of a stream that many may be reading.
   */
  private static final Set<String> ASIDE = Set.of("model", "stream", "stream_options");

  @Override
  public Request parse(byte[] body, Operation operation) {
    return new ResponsesRequestReader(body).request();
  }

  @Override
  public Set<String> aside() {
    return ASIDE;
  }

  @Override
  public EventReader events() {
    return ResponseEventReader::event;
  }

  @Override
  public ChunkFacts answer(byte[] json) {
    return ResponseEventReader.answer(json);
  }

  @Override
  public byte[] streamed(ObjectNode plain, boolean usage) throws IOException {
    return ResponseStream.of(plain);
  }

  @Override
  public ObjectNode accumulated(byte[] stream) throws IOException {
    return ResponseFold.of(stream);
  }

  @Override
  public boolean complete(ObjectNode plain) {
    return ResponseFold.complete(plain);
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }
}
