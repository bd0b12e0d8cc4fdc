package io.tidegate.dialect;

import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.SseEvent;

/** Reads the events of one stream, in their order. For one thread. */
public interface EventReader {

  /**
   * What {@code event}, which has data, says; null when these are no JSON object.
   *
   * <p>Not asked of events that are named {@code error}, of blank data, and of {@code [DONE]}.
   */
  ChunkFacts read(SseEvent event);
}
