package io.tidegate.dialect;

import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.formats.Json;
import io.tidegate.upstream.reading.Members;
import io.tidegate.upstream.reading.SseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * What is kept of an event that a client has, so that what is told it later fits to that event.
 *
 * <p>One of some KiB is kept as it is. Of a larger one, as of a response that repeats instructions
 * and tools, each long member is emptied, for an event is kept as long as its stream lasts, and
 * nobody counts it.
 */
public final class KeptEvent {

  private static final int SMALL = 8 << 10;
  private static final int LONGEST_MEMBER = 1 << 10;
  private static final byte[] NOTHING = {};
  private static final byte[] BEFORE = "data: ".getBytes(US_ASCII);
  private static final byte[] AFTER = "\n\n".getBytes(US_ASCII);

  private final byte[] data;
  private final String nested;
  private final ObjectNode kept = Json.object();
  private int room = SMALL;

  private KeptEvent(byte[] data, String nested) {
    this.data = data;
    this.nested = nested;
  }

  /**
   * The event {@code event}, or a short one in its place, which is empty if it has no data that are
   * a JSON object.
   *
   * @param nested the member whose own members are looked at one by one if it is an object
   */
  public static byte[] of(byte[] event, String nested) {
    return event.length <= SMALL ? event : shortened(SseEvent.of(event).data(), nested);
  }

  private static byte[] shortened(byte[] data, String nested) {
    if (data == null) {
      return NOTHING;
    }
    KeptEvent event = new KeptEvent(data, nested);
    try {
      boolean object = Members.ofWhole(data, event::member) == Members.Form.OBJECT;
      return object ? event.bytes() : NOTHING;
    } catch (IOException unwritable) {
      return NOTHING;
    }
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SMALL);
    bytes.writeBytes(BEFORE);
    bytes.writeBytes(Json.write(kept));
    bytes.writeBytes(AFTER);
    return bytes.toByteArray();
  }

  private void member(String name, JsonParser in) throws IOException {
    if (name.equals(nested) && in.currentToken() == START_OBJECT) {
      ObjectNode inner = kept.putObject(name);
      int left = room;
      room = SMALL;
      Members.of(in, (member, at) -> keep(inner, member, at));
      room = left;
    } else {
      keep(kept, name, in);
    }
  }

  private void keep(ObjectNode into, String name, JsonParser in) throws IOException {
    boolean list = in.currentToken() == START_ARRAY;
    int start = (int) in.currentTokenLocation().getByteOffset();
    int length = end(in) - start;
    boolean fits = start >= 0 && length > 0 && length <= Math.min(LONGEST_MEMBER, room);
    room -= name.length() + (fits ? length : 0);
    if (room < 0) {
      return;
    }
    if (fits) {
      into.set(name, Json.value(data, start, length));
    } else if (list) {
      into.putArray(name);
    } else {
      into.putNull(name);
    }
  }

  /** Passes over the value at which {@code in} is; the offset behind its last byte. */
  private int end(JsonParser in) throws IOException {
    if (in.currentToken() == VALUE_STRING) {
      return JsonSpan.ofText(in, data).end();
    }
    in.skipChildren();
    in.finishToken();
    return (int) in.currentLocation().getByteOffset();
  }
}
