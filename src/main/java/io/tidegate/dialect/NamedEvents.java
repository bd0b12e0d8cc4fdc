package io.tidegate.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.SseDecoder;
import io.tidegate.upstream.reading.SseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Streams of events whose name is the {@code type} of their data, too, read and written whole. */
public final class NamedEvents {

  /** Takes the data of one event. */
  public interface Sink {

    /**
     * Takes the next event.
     *
     * @param type its type, or its name if it has none; never null
     */
    void take(String type, ObjectNode data) throws IOException;
  }

  private NamedEvents() {}

  /**
   * Gives {@code sink} the events of the whole {@code stream} in their order; comments are left
   * out.
   *
   * @throws IOException if one tells of an error, is no JSON object, or what {@code sink} throws
   */
  public static void read(byte[] stream, Sink sink) throws IOException {
    List<byte[]> events = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(Math.max(1, stream.length), events::add);
    decoder.feed(ByteBuffer.wrap(stream));
    decoder.end();
    for (byte[] bytes : events) {
      SseEvent event = SseEvent.of(bytes);
      if (event.failed()) {
        throw new IOException("the stream holds an error");
      }
      if (event.data() != null && !new String(event.data(), UTF_8).isBlank()) {
        ObjectNode data = Json.read(event.data());
        sink.take(type(event, data), data);
      }
    }
  }

  /** The data of {@code event}, or null if it has none that are a JSON object. */
  public static ObjectNode data(byte[] event) {
    byte[] data = event == null ? null : SseEvent.of(event).data();
    try {
      return data == null ? null : Json.read(data);
    } catch (IOException other) {
      return null;
    }
  }

  /** Adds an event of {@code data}, which have a type, to {@code stream}. */
  public static void write(ObjectNode data, ByteArrayOutputStream stream) throws IOException {
    stream.writeBytes(("event: " + data.path("type").textValue() + "\ndata: ").getBytes(UTF_8));
    stream.writeBytes(Json.write(data));
    stream.write('\n');
    stream.write('\n');
  }

  private static String type(SseEvent event, ObjectNode data) {
    String type = data.path("type").textValue();
    String known = type == null ? event.name() : type;
    return known == null ? "" : known;
  }
}
