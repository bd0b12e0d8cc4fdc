package io.tidegate.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Traces as JSON lines: our own members, or those of Mooncake's traces (FAST '25), where times are
 * milliseconds and equal ids of blocks are equal prefixes.
 */
final class TraceLines {

  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double LATEST = 7 * 86_400;
  private static final int MOST_BLOCKS = Arrival.MOST_TOKENS / Prefix.BLOCK_TOKENS + 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> MEMBERS =
      Set.of("at", "prompt_tokens", "answer_tokens", "max_tokens", "tenant", "model", "repeat_key");

  private static final Set<String> MOONCAKE =
      Set.of("timestamp", "input_length", "output_length", "hash_ids");

  private final String field;

  private TraceLines(String field) {
    this.field = field;
  }

  /**
   * The workload that {@code lines} describe; blank ones are left out.
   *
   * @param field what is named when a line is wrong
   * @throws FailureException that names the line and the rule
   */
  static Workload read(Stream<String> lines, String field) {
    TraceLines reader = new TraceLines(field);
    List<Arrival> arrivals = new ArrayList<>();
    int number = 0;
    for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
      String line = each.next();
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (arrivals.size() == Workload.MOST) {
        throw Failure.invalid(field, "must have at most " + Workload.MOST + " lines").asException();
      }
      arrivals.add(reader.arrival(line, number));
    }
    if (arrivals.isEmpty()) {
      throw Failure.invalid(field, "must have a line for each call").asException();
    }
    return Workload.of("arrivals", arrivals);
  }

  private Arrival arrival(String line, int number) {
    JsonFields members = JsonFields.of(parsed(line, number), field + ":" + number);
    return members.has("timestamp") ? mooncake(members, number) : ours(members, number);
  }

  private JsonNode parsed(String line, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException malformed) {
      throw Failure.invalid(field + ":" + number, "must be a JSON object").asException();
    }
  }

  private static Arrival ours(JsonFields members, int number) {
    members.only(MEMBERS);
    String tenant = members.text("tenant", Arrival.SOMEBODY);
    String key = members.text("repeat_key", null);
    return new Arrival(
        Math.round(members.number("at", 0, LATEST) * NANOS),
        tokens(members, "prompt_tokens"),
        tokens(members, "answer_tokens"),
        members.integer("max_tokens", 0, 1, Arrival.MOST_TOKENS),
        tenant(members, tenant),
        members.text("model", ""),
        new Prefix(Prefix.mixed(key == null ? -number : (tenant + "/" + key).hashCode())));
  }

  private static Arrival mooncake(JsonFields members, int number) {
    members.only(MOONCAKE);
    long[] blocks =
        members.items("hash_ids", MOST_BLOCKS).stream().mapToLong(JsonNode::asLong).toArray();
    return new Arrival(
        Math.round(members.number("timestamp", 0, LATEST * 1e3) * NANOS_PER_MILLI),
        tokens(members, "input_length"),
        tokens(members, "output_length"),
        0,
        Arrival.SOMEBODY,
        "",
        new Prefix(Prefix.mixed(-number), blocks));
  }

  private static int tokens(JsonFields members, String name) {
    return (int) Math.max(1, members.number(name, 0, Arrival.MOST_TOKENS));
  }

  private static String tenant(JsonFields members, String name) {
    try {
      return new TenantId(name).value();
    } catch (IllegalArgumentException malformed) {
      throw Failure.invalid(members.at("tenant"), "must be 1 to 64 of A-Z a-z 0-9 . _ -")
          .asException();
    }
  }
}
