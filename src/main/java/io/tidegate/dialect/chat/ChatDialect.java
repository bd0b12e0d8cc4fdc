package io.tidegate.dialect.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.ErrorForm;
import io.tidegate.dialect.EventReader;
import io.tidegate.dialect.Recorded;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.formats.Accumulated;
import io.tidegate.formats.Events;
import io.tidegate.formats.Json;
import io.tidegate.formats.Streamed;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ChunkParser;
import io.tidegate.upstream.reading.Emptiness;
import io.tidegate.upstream.reading.SseEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** OpenAI's chat completions, and its completions and embeddings, which look alike. */
public final class ChatDialect implements Dialect {

  private static final ErrorForm ERRORS = new ChatErrors();
  private static final String ERROR = "error";

  private static final Set<String> ASIDE =
      Set.of("model", "stream", "stream_options", "user", "metadata");

  @Override
  public Request parse(byte[] body, Operation operation) {
    return RequestParser.parse(body, operation);
  }

  @Override
  public Set<String> aside() {
    return ASIDE;
  }

  @Override
  public EventReader events() {
    return event -> ChunkParser.parse(event.data());
  }

  @Override
  public ChunkFacts answer(byte[] json) {
    return ChunkParser.parse(json);
  }

  @Override
  public byte[] streamEnd() {
    return SseEvent.done();
  }

  @Override
  public byte[] streamed(ObjectNode plain, boolean usage) throws IOException {
    return Streamed.of(withoutEmptyError(plain), usage);
  }

  /** Some SDKs throw at the first chunk that has an error, whatever it tells. */
  private static ObjectNode withoutEmptyError(ObjectNode plain) {
    if (!plain.has(ERROR) || Emptiness.tells(plain.get(ERROR))) {
      return plain;
    }
    ObjectNode rest = Json.object();
    rest.setAll(plain);
    rest.remove(ERROR);
    return rest;
  }

  @Override
  public ObjectNode accumulated(byte[] stream) throws IOException {
    return Accumulated.of(Events.read(stream));
  }

  @Override
  public Recorded recorded(byte[] stream) throws IOException {
    List<Events.Chunk> chunks = Events.read(stream);
    List<Events.Chunk> telling =
        chunks.stream().filter(chunk -> Json.present(chunk.json().get("usage"))).toList();
    List<Range> usageEvents =
        telling.stream()
            .filter(chunk -> chunk.json().path("choices").isEmpty())
            .map(chunk -> new Range(chunk.from(), chunk.to()))
            .toList();
    return new Recorded(Accumulated.of(chunks), !telling.isEmpty(), usageEvents);
  }

  @Override
  public boolean complete(ObjectNode plain) {
    return Completeness.ofChoices(plain);
  }

  /** Embeddings alone have no streams. */
  @Override
  public boolean complete(byte[] plain) throws IOException {
    return Completeness.ofEmbeddings(plain);
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }
}
