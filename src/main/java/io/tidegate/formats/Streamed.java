package io.tidegate.formats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stream of events that makes a plain answer.
 *
 * <p>What a choice says comes as one chunk for each text. No choice ends before all have begun:
 * OpenAI's SDK for Java takes an answer for complete once every choice that it has seen has ended.
 */
public final class Streamed {

  static final String PLAIN = "chat.completion";
  static final String CHUNK = "chat.completion.chunk";

  private static final byte[] BEFORE = "data: ".getBytes(US_ASCII);
  private static final byte[] AFTER = "\n\n".getBytes(US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);

  private final ObjectNode envelope;
  private final ByteArrayOutputStream events = new ByteArrayOutputStream(1024);

  private Streamed(ObjectNode envelope) {
    this.envelope = envelope;
  }

  /**
   * The events that make {@code plain}.
   *
   * @param usage whether a last chunk tells the tokens used, as {@code include_usage} asks for
   * @throws IOException if it calls tools in a form that we do not know
   */
  public static byte[] of(ObjectNode plain, boolean usage) throws IOException {
    Streamed streamed = new Streamed(envelope(plain, usage));
    List<ObjectNode> ends = new ArrayList<>();
    for (JsonNode choice : plain.path("choices")) {
      ChoicePieces pieces = new ChoicePieces(choice, ends.size());
      for (ObjectNode piece : pieces.said()) {
        streamed.write(Json.array().add(piece));
      }
      ends.add(pieces.last());
    }
    for (ObjectNode end : ends) {
      streamed.write(Json.array().add(end));
    }
    if (usage) {
      streamed.envelope.set("usage", plain.path("usage"));
      streamed.write(Json.array());
    }
    streamed.events.writeBytes(DONE);
    return streamed.events.toByteArray();
  }

  /** What every chunk repeats. Without {@code include_usage} OpenAI sends no such member at all. */
  private static ObjectNode envelope(ObjectNode plain, boolean usage) {
    ObjectNode envelope = Json.object();
    for (Map.Entry<String, JsonNode> member : plain.properties()) {
      if (!member.getKey().equals("usage")) {
        envelope.set(member.getKey(), member.getValue());
      }
    }
    if (PLAIN.equals(envelope.path("object").textValue())) {
      envelope.put("object", CHUNK);
    }
    return usage ? envelope.putNull("usage") : envelope;
  }

  private void write(ArrayNode choices) throws IOException {
    envelope.set("choices", choices);
    events.writeBytes(BEFORE);
    events.writeBytes(Json.write(envelope));
    events.writeBytes(AFTER);
  }
}
