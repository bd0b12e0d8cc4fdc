package io.tidegate.dialect.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.dialect.EventReader;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ChunkFacts.Named;
import io.tidegate.upstream.reading.ErrorSigns;
import io.tidegate.upstream.reading.FinishReasons;
import io.tidegate.upstream.reading.Members;
import io.tidegate.upstream.reading.NodeError;
import io.tidegate.upstream.reading.SseEvent;
import java.io.IOException;
import java.util.BitSet;
import java.util.Set;

/**
 * Reads the events of one message.
 *
 * <p>What a model made comes in deltas; only the call of a tool is known by its name, for it may
 * have no input, and what is hidden by its data. A message is whole with {@code message_stop} and
 * not without a reason to stop before it, for else a part would pass for the whole; with one it may
 * be empty.
 */
final class MessageEventReader implements EventReader {

  private static final String STOP = "message_stop";

  /** What a block may hold at its start already, and what deltas add. */
  private static final Set<String> MADE = Set.of("text", "thinking", "partial_json");

  private static final Set<String> MADE_AT_START = Set.of("text", "thinking", "data");

  private final MessageUsage usage = new MessageUsage();
  private String stopReason;

  @Override
  public ChunkFacts read(SseEvent event) {
    EventData data = new EventData(event.data());
    if (Members.ofWhole(event.data(), data::member) != Members.Form.OBJECT) {
      return null;
    }
    return data.facts(event.name());
  }

  /** Whether a stream is over with events of {@code type}, as the client sees it. */
  static boolean ends(String type) {
    return type.equals(STOP) || type.equals("error");
  }

  /** The error of a node that gave up for {@code reason}. */
  static NodeError gaveUp(String reason) {
    int stated = FinishReasons.status(reason);
    return new NodeError(null, null, null, null, stated, JsonNodeFactory.instance.objectNode());
  }

  /** One event. */
  private final class EventData {

    private final byte[] json;
    private final ErrorSigns signs;
    private String type;
    private boolean started;
    private boolean made;
    private Named model;

    EventData(byte[] json) {
      this.json = json;
      this.signs = new ErrorSigns(json);
    }

    void member(String name, JsonParser in) throws IOException {
      switch (name) {
        case "type" -> type = Members.text(in);
        case "message" -> message(in);
        case "content_block" -> Members.of(in, this::block);
        case "delta" -> Members.of(in, this::delta);
        case "usage" -> usage.read(in);
        default -> signs.read(name, in);
      }
    }

    /** Of a message that is only words, an error is told. */
    private void message(JsonParser in) throws IOException {
      if (in.currentToken().isStructStart()) {
        Members.of(in, this::start);
      } else {
        signs.read("message", in);
      }
    }

    private void start(String name, JsonParser in) throws IOException {
      switch (name) {
        case "model" -> model = Members.named(in, json);
        case "usage" -> usage.read(in);
        default -> in.skipChildren();
      }
    }

    private void block(String name, JsonParser in) throws IOException {
      if (name.equals("name")) {
        started |= Members.something(in, json);
      } else if (MADE_AT_START.contains(name)) {
        made |= Members.something(in, json);
      } else {
        in.skipChildren();
      }
    }

    private void delta(String name, JsonParser in) throws IOException {
      if (name.equals("stop_reason")) {
        String reason = FinishReasons.orNull(Members.text(in));
        stopReason = reason == null ? stopReason : reason;
      } else if (MADE.contains(name)) {
        made |= Members.something(in, json);
      } else {
        in.skipChildren();
      }
    }

    private boolean isEvent() {
      return type.startsWith("message") || type.startsWith("content_block") || type.equals("ping");
    }

    ChunkFacts facts(String eventName) {
      String known = type == null ? String.valueOf(eventName) : type;
      signs.kind(known);
      boolean last = known.equals(STOP);
      boolean tells = last || known.equals("message_delta");
      NodeError error = type == null || isEvent() ? signs.error(type != null) : signs.coded();
      if (error == null && last && stopReason == null) {
        error = NodeError.UNKNOWN;
      } else if (error == null && tells && FinishReasons.gaveUp(stopReason)) {
        error = gaveUp(stopReason);
      }
      BitSet choice = new BitSet();
      choice.set(0, last && error == null);
      return new ChunkFacts(
          made || started,
          choice,
          choice,
          tells ? stopReason : null,
          error,
          usage.usage(),
          model,
          last);
    }
  }
}
