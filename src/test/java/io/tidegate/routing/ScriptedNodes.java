package io.tidegate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.routing.nodes.Node;
import io.tidegate.testing.FakeAttempt;
import io.tidegate.testing.Outcomes;
import io.tidegate.testing.SampleCalls;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes that answer by scripts, and who was asked and cast out of them. */
public abstract class ScriptedNodes {

  static final Duration SECOND = Duration.ofSeconds(1);

  public Fleet fleet = new Fleet();
  private final Map<String, Consumer<FakeAttempt>> scripts = new HashMap<>();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @AfterEach
  void nothingIsLost() {
    NothingLost.in(fleet);
  }

  static void breakOff(FakeAttempt attempt) {
    attempt.deliver("once upon a ");
    attempt.end(Kind.FAILED);
  }

  static void refuseMidway(FakeAttempt attempt) {
    attempt.deliver("once upon a ");
    attempt.end(Outcomes.refusedMidway(400));
  }

  void nodes(int many) {
    for (int i = 0; i < many; i++) {
      fleet.add(String.valueOf((char) ('a' + i)), "m");
    }
    fleet
        .upstream()
        .onStart(attempt -> scripts.getOrDefault(attempt.node(), other -> {}).accept(attempt));
  }

  void answerBy(Consumer<FakeAttempt> script) {
    fleet.pool().nodes().forEach(node -> scripts.put(node.name(), script));
  }

  void script(String node, Consumer<FakeAttempt> script) {
    scripts.put(node, script);
  }

  Call embeddings() {
    return SampleCalls.of(Operation.EMBEDDINGS, fleet.call("m"));
  }

  List<Answer> ask(int times, Call call) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(fleet.ask(call));
    }
    return answers;
  }

  static String text(Answer answer) {
    AnswerReader reader = answer.open(() -> {}).orElseThrow();
    return new String(reader.poll(), UTF_8);
  }

  Node node(String name) {
    return fleet.pool().node(name).orElseThrow();
  }

  long asked(String name) {
    return fleet.upstream().asked().stream().filter(name::equals).count();
  }

  List<String> ejected() {
    return fleet.pool().nodes().stream()
        .filter(node -> node.condition().equals("ejected"))
        .map(Node::name)
        .toList();
  }

  List<String> open() {
    long now = fleet.clock().getAsLong();
    return fleet.pool().nodes().stream()
        .filter(node -> node.servings().values().stream().anyMatch(each -> !each.closed(now)))
        .map(Node::name)
        .toList();
  }

  List<FakeAttempt> running() {
    return fleet.upstream().attempts().stream().filter(attempt -> !attempt.ended()).toList();
  }
}
