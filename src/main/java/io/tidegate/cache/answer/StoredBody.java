package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.Recorded;
import io.tidegate.formats.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * A stored body, and what is known of it so that nobody has to parse it to give it again.
 * Immutable.
 */
final class StoredBody {

  private static final int[] NOTHING = {};

  private final boolean stream;
  private final byte[] body;
  private final boolean usage;
  private final int[] cuts;

  /**
   * A form.
   *
   * @param stream whether {@code body} is a stream of events, else it is one JSON object
   * @param body as the node sent it; must not be changed afterwards
   * @param usage whether it tells the tokens used
   * @param cuts where each event that tells nothing else begins and ends, in order
   */
  StoredBody(boolean stream, byte[] body, boolean usage, int[] cuts) {
    this.stream = stream;
    this.body = requireNonNull(body, "body");
    this.usage = usage;
    this.cuts = requireNonNull(cuts, "cuts");
  }

  /** The form of {@code body}; what is neither a stream nor a JSON object tells no usage. */
  static StoredBody of(Dialect dialect, boolean stream, byte[] body) {
    try {
      return stream ? stream(body, dialect.recorded(body)) : plain(body, Json.read(body));
    } catch (IOException unknown) {
      return new StoredBody(stream, body, false, NOTHING);
    }
  }

  /** The form of the plain {@code body}, which holds {@code json}. */
  static StoredBody plain(byte[] body, ObjectNode json) {
    return new StoredBody(false, body, Json.present(json.get("usage")), NOTHING);
  }

  /** The form of an answer to what has no streams. */
  static StoredBody withoutStreams(byte[] body) {
    return new StoredBody(false, body, true, NOTHING);
  }

  /** The form of the stream {@code body}, of which {@code recorded} is known. */
  static StoredBody stream(byte[] body, Recorded recorded) {
    int[] cuts =
        recorded.usageEvents().stream()
            .flatMapToInt(event -> IntStream.of(event.start(), event.end()))
            .toArray();
    return new StoredBody(true, body, recorded.usage(), cuts);
  }

  boolean stream() {
    return stream;
  }

  /** As the node sent it; must not be changed. */
  byte[] body() {
    return body;
  }

  boolean usage() {
    return usage;
  }

  /** Must not be changed. */
  int[] cuts() {
    return cuts;
  }

  /** The body without the events that tell nothing but the tokens used; must not be changed. */
  byte[] withoutUsage() {
    if (cuts.length == 0) {
      return body;
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream(body.length);
    int from = 0;
    for (int i = 0; i < cuts.length; i += 2) {
      rest.write(body, from, cuts[i] - from);
      from = cuts[i + 1];
    }
    rest.write(body, from, body.length - from);
    return rest.toByteArray();
  }
}
