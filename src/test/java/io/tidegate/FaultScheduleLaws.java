package io.tidegate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.FaultSchedule.Site;
import io.tidegate.exchange.AnswerHead;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.routing.ObservedUpstream;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What must be true of a schedule's answers and attempts, whatever has happened. */
final class FaultScheduleLaws {

  /** A beat of the watchdog and some turns of busy processors. */
  private static final long ALLOWANCE = TimeUnit.MILLISECONDS.toNanos(250);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DONE = "data: [DONE]\n\n";

  private final FaultSchedule schedule;
  private final ObservedUpstream journal;
  private final long allowance;
  private final Long cutOff;
  private final Set<String> privateNodes;
  private final List<String> problems = new ArrayList<>();

  /**
   * Laws that allow for {@code hiccup} nanoseconds in which this machine did nothing; {@code
   * cutOff} is when the gateway ended all calls, or null.
   */
  FaultScheduleLaws(FaultSchedule schedule, ObservedUpstream journal, long hiccup, Long cutOff) {
    this.cutOff = cutOff;
    this.schedule = schedule;
    this.journal = journal;
    // The watchdog may meet one, and whoever hears of it the next.
    this.allowance = ALLOWANCE + 2 * hiccup;
    this.privateNodes =
        schedule.nodes().stream()
            .filter(site -> site.spec().tier() == Tier.PRIVATE)
            .map(Site::name)
            .collect(Collectors.toSet());
  }

  /** What the call {@code id} asks. */
  static String prompt(String id) {
    return "tide of " + id + ".";
  }

  /** What {@code clients} saw that must not be. */
  List<String> broken(List<ScheduledClient> clients, double seconds) {
    int further = 0;
    for (ScheduledClient client : clients) {
      attempts(client);
      further += Math.max(0, journal.of(client.call()).size() - 1);
      if (client.served()) {
        answer(client);
      }
    }
    double most = schedule.furtherAttempts(seconds);
    require(further <= most, "%d further attempts instead of %.1f".formatted(further, most));
    return problems;
  }

  private void attempts(ScheduledClient client) {
    List<ObservedUpstream.Entry> attempts = journal.of(client.call());
    String id = client.call().id();
    int most = schedule.attempts(client.call().terms().retries());
    require(
        attempts.size() <= most,
        "%s: %d attempts instead of %d".formatted(id, attempts.size(), most));
    long writers = attempts.stream().filter(ObservedUpstream.Entry::opened).count();
    require(writers <= 1, "%s: %d attempts wrote its answer".formatted(id, writers));
    for (ObservedUpstream.Entry attempt : attempts) {
      require(attempt.ends() == 1, "%s: %d ends of an attempt".formatted(id, attempt.ends()));
      boolean seen = !client.call().terms().pinned() || privateNodes.contains(attempt.node());
      require(seen, "%s: pinned, but seen by %s".formatted(id, attempt.node()));
    }
  }

  private void answer(ScheduledClient client) {
    String id = client.call().id();
    long late = client.late(cutOff);
    require(
        late <= allowance,
        "%s: ended %d ms late, allowed are %d"
            .formatted(id, late / 1_000_000, allowance / 1_000_000));
    if (client.answer().failure() != null) {
      ErrorCode code = client.answer().failure().code();
      require(code != ErrorCode.INTERNAL_ERROR, "%s: %s".formatted(id, code));
      require(!client.events().contains(DONE), "%s: [DONE] before %s".formatted(id, code));
    } else if (!client.hungUp()) {
      whole(client, client.answer().head());
    }
    oneNode(client);
  }

  /** A success is the whole answer to this very call. */
  private void whole(ScheduledClient client, AnswerHead head) {
    String id = client.call().id();
    List<String> events = client.events();
    if (head == null || head.status() != 200 || events.isEmpty()) {
      problems.add(id + ": a success without content, " + head + " " + events);
      return;
    }
    boolean stream = client.call().stream();
    boolean ends = stream ? events.get(events.size() - 1).equals(DONE) : events.size() == 1;
    require(ends, "%s: a success without its end: %s".formatted(id, events));
    String part = stream ? "delta" : "message";
    String said =
        chunks(client).stream()
            .map(chunk -> chunk.at("/choices/0/" + part + "/content").asText(""))
            .collect(Collectors.joining());
    String right = SimulatedAnswer.text(prompt(id), schedule.tokens());
    require(said.equals(right), "%s: a success, but not the answer: %s".formatted(id, said));
  }

  /** Whoever has content has it from the one node that the head names. */
  private void oneNode(ScheduledClient client) {
    Set<String> ids = new HashSet<>();
    for (JsonNode chunk : chunks(client)) {
      ids.add(chunk.path("id").asText());
    }
    AnswerHead head = client.answer().head();
    boolean one =
        ids.isEmpty()
            || (ids.size() == 1
                && head != null
                && ids.iterator().next().startsWith(head.node() + "-"));
    require(one, "%s: content of %s under the head of %s".formatted(client.call().id(), ids, head));
  }

  private List<JsonNode> chunks(ScheduledClient client) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : client.events()) {
      boolean named = event.startsWith("data: ");
      if (event.equals(DONE) || (!named && client.call().stream())) {
        continue;
      }
      try {
        chunks.add(JSON.readTree(named ? event.substring(6) : event));
      } catch (JsonProcessingException broken) {
        problems.add(client.call().id() + ": not JSON: " + event);
      }
    }
    return chunks;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }
}
