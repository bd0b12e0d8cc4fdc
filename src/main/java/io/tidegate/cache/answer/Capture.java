package io.tidegate.cache.answer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.Recorded;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.formats.Events;
import io.tidegate.formats.Json;
import io.tidegate.memory.Reservation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes down an answer while it is made, up to a cap.
 *
 * <p>Used by one thread at a time.
 */
public final class Capture {

  private final int cap;
  private final Reservation memory;
  private List<byte[]> taken = new ArrayList<>();
  private long size;

  /** An empty one that takes {@code cap} bytes at most, and none that {@code memory} has not. */
  public Capture(int cap, Reservation memory) {
    this.cap = cap;
    this.memory = memory;
  }

  /**
   * Adds an event, which must not be changed afterwards; false once there is too much, or no memory
   * for it, and from then on.
   */
  boolean add(byte[] event) {
    size += event.length;
    if (size > cap || !memory.take(event.length)) {
      taken = null;
      memory.close();
    }
    return taken != null && taken.add(event);
  }

  /** Takes no more memory, and gives back what it has; by any thread. */
  void close() {
    memory.close();
  }

  /**
   * The entry, or null if the answer must not be stored: only answers are that its dialect calls
   * complete. Comments in streams are left out.
   *
   * @param stream whether the events taken are those of a stream, else they are one JSON object
   */
  Entry entry(Origin origin, Lifetime lifetime, long epoch, boolean stream) {
    requireNonNull(origin, "origin");
    if (taken == null) {
      return null;
    }
    try {
      StoredBody form = stream ? stream(origin) : plain(origin);
      return form == null ? null : new Entry(origin, lifetime, epoch, form);
    } catch (IOException unfit) {
      return null;
    }
  }

  private StoredBody stream(Origin origin) throws IOException {
    if (!origin.operation().streams()) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream((int) size);
    taken.forEach(event -> Events.copy(event, text));
    byte[] body = text.toByteArray();
    Dialect dialect = Dialects.of(origin.operation());
    Recorded recorded = dialect.recorded(body);
    return dialect.complete(recorded.plain()) ? StoredBody.stream(body, recorded) : null;
  }

  private StoredBody plain(Origin origin) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream((int) size);
    taken.forEach(text::writeBytes);
    byte[] body = text.toByteArray();
    Dialect dialect = Dialects.of(origin.operation());
    if (!origin.operation().streams()) {
      return dialect.complete(body) ? StoredBody.withoutStreams(body) : null;
    }
    ObjectNode json = Json.read(body);
    return dialect.complete(json) ? StoredBody.plain(body, json) : null;
  }
}
