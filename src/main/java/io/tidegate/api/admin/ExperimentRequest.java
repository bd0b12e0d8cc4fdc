package io.tidegate.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.experiments.ExperimentPlan;
import io.tidegate.experiments.ExperimentPlan.Bounds;
import io.tidegate.experiments.ExperimentPlan.Unit;
import io.tidegate.experiments.TrialSetting;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Reads which experiment an administrator wants started. */
final class ExperimentRequest {

  private static final List<String> MEMBERS =
      List.of("setting", "a", "b", "share", "unit", "for", "bounds");

  private ExperimentRequest() {}

  /**
   * The plan that {@code json} describes.
   *
   * @throws FailureException that names the member and the rule it breaks
   */
  static ExperimentPlan read(JsonNode json) {
    known(json, MEMBERS, "");
    JsonNode bounds = json.path("bounds");
    try {
      return new ExperimentPlan(
          TrialSetting.of(text(json, "setting"))
              .orElseThrow(() -> invalid("setting", TrialSetting.rule())),
          text(json, "a"),
          text(json, "b"),
          number(json, "share", "share", 0.5),
          unit(json),
          duration(json),
          bounds.isMissingNode() ? Bounds.DEFAULT : bounds(bounds));
    } catch (ExperimentPlan.BrokenRule broken) {
      throw Failure.ofParam(ErrorCode.INVALID_VALUE, broken.member(), broken.getMessage() + ".")
          .asException();
    }
  }

  private static Bounds bounds(JsonNode json) {
    known(json, List.of("failureShare", "firstContent"), "bounds.");
    return new Bounds(
        number(json, "failureShare", "bounds.failureShare", Bounds.DEFAULT.failureShare()),
        number(json, "firstContent", "bounds.firstContent", Bounds.DEFAULT.firstContent()));
  }

  private static void known(JsonNode json, List<String> members, String prefix) {
    if (!json.isObject()) {
      throw invalid(prefix.isEmpty() ? "body" : "bounds", "must be a JSON object");
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!members.contains(name)) {
        throw invalid(prefix + name, "is not known; known are " + String.join(", ", members));
      }
    }
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      throw invalid(member, "is missing");
    }
    if (!value.isTextual()) {
      throw invalid(member, "must be a string");
    }
    return value.asText();
  }

  private static double number(JsonNode json, String member, String name, double usual) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return usual;
    }
    if (!value.isNumber()) {
      throw invalid(name, "must be a number");
    }
    return value.asDouble();
  }

  private static Unit unit(JsonNode json) {
    if (json.path("unit").isMissingNode()) {
      return Unit.CALL;
    }
    String name = text(json, "unit");
    return Arrays.stream(Unit.values())
        .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> invalid("unit", "must be call, key or tenant"));
  }

  private static Duration duration(JsonNode json) {
    try {
      return Duration.parse(text(json, "for"));
    } catch (DateTimeParseException broken) {
      throw invalid("for", "must be an ISO 8601 duration such as PT1H");
    }
  }

  private static FailureException invalid(String member, String rule) {
    return Failure.invalid(member, rule).asException();
  }
}
