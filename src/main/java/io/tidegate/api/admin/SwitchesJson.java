package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.switches.SwitchAct;
import io.tidegate.switches.SwitchName;
import io.tidegate.switches.SwitchOrder;
import io.tidegate.switches.Switches;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Switches as administrators see and order them. */
final class SwitchesJson {

  private SwitchesJson() {}

  static String of(Switches switches) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    switches.state().on().forEach(act -> data.add(of(act)));
    ArrayNode available = json.putArray("available");
    for (SwitchName name : SwitchName.values()) {
      available.add(available(name, switches.rules().values(name)));
    }
    ArrayNode recent = json.putArray("recent");
    switches.recent().forEach(act -> recent.add(done(act)));
    return json.toString();
  }

  /** A switch that is on. */
  static ObjectNode of(SwitchAct act) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", act.name().label())
        .put("value", act.value())
        .put("reason", act.reason())
        .put("by", act.by())
        .put("since", act.at().toString())
        .put("until", act.until().toString());
  }

  private static ObjectNode available(SwitchName name, List<String> values) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name.label());
    if (values.isEmpty()) {
      json.putNull("values");
    } else {
      values.forEach(json.putArray("values")::add);
    }
    return json.put("effect", name.effect());
  }

  private static ObjectNode done(SwitchAct act) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", act.at().toString())
        .put("by", act.by())
        .put("act", act.on() ? "on" : "off")
        .put("name", act.name().label())
        .put("value", act.value())
        .put("reason", act.reason())
        .put("until", act.until().toString());
  }

  /** What {@code json} orders in the name of {@code user}. */
  static SwitchOrder order(JsonNode json, String user) {
    return new SwitchOrder(
        user, value(json.path("value")), text(json, "reason"), time(text(json, "for")));
  }

  /** A factor may be written as a number. */
  private static String value(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw Failure.invalid("value", "must be a string or a number").asException();
    }
    return value.asText();
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode() || value.isNull()) {
      throw Failure.ofParam(ErrorCode.MISSING_PARAMETER, member, "'" + member + "' is required.")
          .asException();
    }
    if (!value.isTextual()) {
      throw Failure.invalid(member, "must be a string").asException();
    }
    return value.asText();
  }

  private static Duration time(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException notADuration) {
      throw Failure.invalid("for", "must be an ISO 8601 duration like PT30M").asException();
    }
  }
}
