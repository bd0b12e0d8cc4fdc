package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The events of one answer in Responses, numbered as they are made. */
final class ResponseEvents implements StreamEvents {
  private final SimulatedCall call;
  private final SimulatedReply reply;
  private final Fault fault;
  private final List<ResponseItem> items;
  private int sequence;
  private int open = -1;

  ResponseEvents(SimulatedCall call, SimulatedReply reply, Fault fault) {
    this.call = call;
    this.reply = reply;
    this.fault = fault;
    this.items = ResponseItem.of(reply, call.identity().id());
  }

  /** A call's item is no preamble, since it names the function. */
  @Override
  public String opening() {
    ObjectNode envelope = ResponseBodies.envelope(call, "in_progress");
    String opening =
        of("response.created", "response", envelope)
            + of("response.in_progress", "response", envelope);
    return !items.isEmpty() && items.get(0).hasPart() ? opening + begin(0) : opening;
  }

  @Override
  public String token(int index) {
    int thoughts = reply.reasoning().size();
    boolean thinks = index < thoughts;
    int number = thinks ? 0 : items.size() - 1;
    String before = "";
    if (open < number) {
      before = finish() + begin(number);
    }
    ResponseItem item = items.get(number);
    String piece = item.pieces().get(thinks ? index : index - thoughts);
    return before + delta(item, piece);
  }

  @Override
  public String close() {
    return "";
  }

  /** What ends the item that is open. */
  @Override
  public String finish() {
    if (open < 0) {
      return "";
    }
    ResponseItem item = items.get(open);
    String done = "response." + item.kind().text() + ".done";
    ObjectNode text = place(done, item);
    ObjectNode whole = item.whole(ResponseBodies.itemStatus(reply));
    if (!item.hasPart()) {
      text.put("name", item.tool().name()).put("arguments", item.text());
      return event(done, text) + ended(whole);
    }
    ObjectNode part = place("response.content_part.done", item);
    part.set("part", item.part(item.text()));
    return event(done, text.put("text", item.text()))
        + event("response.content_part.done", part)
        + ended(whole);
  }

  @Override
  public String end() {
    ObjectNode answer = ResponseBodies.answer(call, reply);
    if (fault == Fault.NO_OUTPUT_AT_THE_END) {
      answer.putArray("output");
    }
    boolean completed =
        fault == Fault.INCOMPLETE_AS_COMPLETED || ResponseBodies.status(reply).equals("completed");
    return of(completed ? "response.completed" : "response.incomplete", "response", answer);
  }

  @Override
  public String error() {
    ObjectNode hidden = (ObjectNode) call.refusals().hiddenError().path("error");
    hidden.remove(List.of("object", "type"));
    ObjectNode data = numbered("error");
    data.setAll(hidden);
    return event("error", data);
  }

  @Override
  public String failure() {
    return of("response.failed", "response", ResponseBodies.failed(call));
  }

  private String begin(int number) {
    open = number;
    ResponseItem item = items.get(number);
    ObjectNode added = numbered("response.output_item.added").put("output_index", open);
    added.set("item", item.begun());
    String begun = event("response.output_item.added", added);
    if (!item.hasPart()) {
      return begun;
    }
    ObjectNode part = place("response.content_part.added", item);
    part.set("part", item.part(""));
    return begun + event("response.content_part.added", part);
  }

  private String ended(ObjectNode item) {
    ObjectNode done = numbered("response.output_item.done").put("output_index", open);
    done.set("item", item);
    return event("response.output_item.done", done);
  }

  private String delta(ResponseItem item, String piece) {
    String type = "response." + item.kind().text() + ".delta";
    return event(type, place(type, item).put("delta", piece));
  }

  /** The members of an event that tell which text it is about. */
  private ObjectNode place(String type, ResponseItem item) {
    ObjectNode data = numbered(type).put("item_id", item.id()).put("output_index", open);
    return item.hasPart() ? data.put("content_index", 0) : data;
  }

  private ObjectNode numbered(String type) {
    return SimulatorJson.object().put("type", type).put("sequence_number", sequence++);
  }

  private String of(String type, String member, ObjectNode value) {
    ObjectNode data = numbered(type);
    data.set(member, value);
    return event(type, data);
  }

  private static String event(String name, ObjectNode data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }
}
