package io.tidegate.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.ChunkFacts;
import io.tidegate.upstream.reading.ErrorReader;
import io.tidegate.upstream.reading.ErrorSigns;
import io.tidegate.upstream.reading.Members;
import io.tidegate.upstream.reading.NodeError;
import io.tidegate.upstream.reading.SseEvent;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one event of a stream, or one plain answer, in one pass.
 *
 * <p>What a model made comes in deltas; only the call of a tool is known by its name, for it may
 * have no arguments. What comes before is preamble, and what comes behind, however it is called,
 * repeats it. An event of a type that nobody knows is neither. What tells of a tool that the node
 * itself calls is no content, but work: to search or to draw takes long and is paid for.
 */
final class ResponseEventReader {

  private static final String DELTA = ".delta";
  private static final String WHOLE_ITEM = "response.output_item.done";
  private static final String ITEM = "response.output_item.added";
  private static final String IMAGE = "response.image_generation_call.partial_image";
  private static final String HOSTED = "_call";
  private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call");

  /** The events that end a stream; {@code response.done} is in no specification. */
  private static final Map<String, String> ENDS =
      Map.of(
          "response.completed", ResponseMembers.COMPLETED,
          "response.done", ResponseMembers.COMPLETED,
          "response.incomplete", ResponseMembers.INCOMPLETE,
          "response.failed", ResponseMembers.FAILED,
          "response.cancelled", "cancelled");

  private static final Set<String> KINDS = Set.of("type", "object");

  private final byte[] json;
  private final ErrorSigns signs;
  private final EncryptedMarks encrypted = new EncryptedMarks();
  private final ResponseMembers response;
  private String type;
  private boolean responds;
  private boolean made;
  private String item = "";
  private boolean called;

  private ResponseEventReader(byte[] json) {
    this.json = json;
    this.signs = new ErrorSigns(json);
    this.response = new ResponseMembers(json, encrypted);
  }

  /** What {@code event} says; null when its data are no JSON object. */
  static ChunkFacts event(SseEvent event) {
    ResponseEventReader read = new ResponseEventReader(event.data());
    if (Members.ofWhole(event.data(), read::eventMember) != Members.Form.OBJECT) {
      return null;
    }
    if (read.type == null) {
      read.type = event.name();
    }
    return read.eventFacts();
  }

  /** What the plain answer {@code json} says; null unless it is an object or a list of an error. */
  static ChunkFacts answer(byte[] json) {
    ResponseEventReader read = new ResponseEventReader(json);
    Members.Form form = Members.ofWhole(json, read::answerMember);
    ChunkFacts facts = form == Members.Form.OTHER ? null : read.answerFacts();
    return form == Members.Form.LIST && facts.error() == null ? null : facts;
  }

  /** Whether a stream is over with events of {@code type}, as the client sees it. */
  static boolean ends(String type) {
    return ENDS.containsKey(type) || type.equals("error");
  }

  private void eventMember(String name, JsonParser in) throws IOException {
    switch (name) {
      case "type" -> type = Members.text(in);
      case "response" -> {
        responds = true;
        Members.of(in, response::read);
      }
      case "delta", "partial_image_b64" -> made |= Members.something(in, json);
      case "item" -> Members.of(in, this::itemMember);
      default -> signs.read(name, in);
    }
  }

  private void itemMember(String name, JsonParser in) throws IOException {
    switch (name) {
      case "type" -> item = String.valueOf(Members.text(in));
      case "name" -> called = Members.something(in, json);
      case "encrypted_content" -> encrypted.read(in);
      default -> in.skipChildren();
    }
  }

  private ChunkFacts eventFacts() {
    String known = type == null ? "" : type;
    signs.kind(type);
    boolean event = known.startsWith("response.");
    NodeError told = type == null || event ? signs.error(event) : signs.coded();
    if (!ENDS.containsKey(known)) {
      boolean content =
          switch (known) {
            case ITEM -> called && CALLS.contains(item);
            case IMAGE -> made;
            default -> made && known.endsWith(DELTA);
          };
      return facts(content, null, told, false);
    }
    String end = response.end(ENDS.get(known));
    NodeError error = told == null ? response.error(end) : told;
    return facts(response.output(), response.finishReason(end), error, true);
  }

  private void answerMember(String name, JsonParser in) throws IOException {
    boolean ofHttp = name.equals("status") && in.currentToken().isNumeric();
    if (KINDS.contains(name)) {
      String kind = Members.text(in);
      responds |= "response".equals(kind);
      signs.kind(kind);
    } else if (ResponseMembers.knows(name) && !ofHttp) {
      response.read(name, in);
    } else {
      signs.read(name, in);
    }
  }

  private ChunkFacts answerFacts() {
    String end = response.end(null);
    NodeError error = signs.error(responds || response.output());
    if (error == null) {
      error = responds ? response.error(end) : response.failed() ? ErrorReader.read(json) : null;
    }
    boolean content = response.output() && !response.underWay();
    return facts(content, response.finishReason(end), error, true);
  }

  private ChunkFacts facts(boolean content, String finishReason, NodeError error, boolean last) {
    BitSet choice = new BitSet();
    choice.set(0, last && error == null && finishReason != null);
    Usage usage = response.usage();
    // What an item has when it is added need not be what it has when it is done.
    List<String> marks = last || WHOLE_ITEM.equals(type) ? encrypted.all() : List.of();
    return new ChunkFacts(
        content,
        choice,
        choice,
        finishReason,
        error,
        usage,
        response.model(),
        last,
        marks,
        !last && works());
  }

  /** Whether it tells of a tool that the node itself calls. */
  private boolean works() {
    String known = type == null ? "" : type;
    return known.equals(ITEM)
        ? item.endsWith(HOSTED) && !CALLS.contains(item)
        : known.startsWith("response.") && known.contains(HOSTED + ".");
  }
}
