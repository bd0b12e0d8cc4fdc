package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.Fault;
import io.tidegate.simulator.SimulatedAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The faults of a node that are as old as chat, streaming and plain, with a healthy node beside it
 * and without.
 */
final class FaultsIT extends DeployedEar {

  private static final int CALLS = 6;
  private static final String QUESTION = "What is the tide?";
  private static final String RIGHT = SimulatedAnswer.text(QUESTION, Fleet.quick().answerTokens());

  /** Faults that come after content has gone out: nothing can be taken back then. */
  private static final Set<Fault> MID_STREAM =
      Set.of(
          Fault.ERROR_MID_STREAM,
          Fault.CUT_MID_STREAM,
          Fault.STALL_MID_STREAM,
          Fault.INSUFFICIENT_RESOURCE_MID_STREAM);

  /** Longer than the timeouts of the test, by which such calls were given up. */
  private static final int PATIENCE_SECONDS = 3;

  private static final List<String> TABLE = new ArrayList<>();

  static Stream<Arguments> rows() {
    return EnumSet.range(Fault.BUSY_503, Fault.BALANCE_EMPTY).stream()
        .flatMap(fault -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withAHealthyNodeLeftClientsGetTheRightAnswer(Fault fault, boolean stream) {
    Set<String> seen = new TreeSet<>();
    try (Fleet fleet = new Fleet()) {
      fleet.add("faulty", Fleet.quick(), 1);
      fleet.add("healthy", Fleet.quick(), 1);
      fleet.fault("faulty", fault);
      for (int i = 0; i < CALLS; i++) {
        seen.add(outcome(ask(fault, stream), stream));
      }
    }
    record(fault, stream, "one of two", seen);
    if (stream && MID_STREAM.contains(fault)) {
      assertThat(seen).contains("right answer").hasSize(2);
      assertThat(seen).anyMatch(outcome -> outcome.startsWith("error event"));
    } else if (works(fault, stream)) {
      assertThat(seen)
          .contains("right answer")
          .isSubsetOf("right answer", honest(fault, stream).get(0));
    } else {
      assertThat(seen).containsExactly("right answer");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void withNoHealthyNodeClientsGetAnHonestError(Fault fault, boolean stream) {
    Set<String> seen = new TreeSet<>();
    try (Fleet fleet = new Fleet()) {
      fleet.add("faulty-1", Fleet.quick(), 1);
      fleet.add("faulty-2", Fleet.quick(), 1);
      fleet.fault("faulty-1", fault);
      fleet.fault("faulty-2", fault);
      for (int i = 0; i < 2; i++) {
        RawAnswer response = ask(fault, stream);
        seen.add(outcome(response, stream));
        // What has used up its own time has no use for another.
        if (!works(fault, stream) && response.status() != 200) {
          int seconds = Integer.parseInt(response.header("Retry-After"));
          assertThat(seconds).isBetween(1, 8);
        }
      }
    }
    record(fault, stream, "all", seen);
    assertThat(seen).containsExactlyElementsOf(honest(fault, stream));
  }

  private static List<String> honest(Fault fault, boolean stream) {
    String code =
        switch (fault) {
          case BUSY_503,
              BUSY_429,
              ERROR_FIRST,
              ERROR_MID_STREAM,
              INSUFFICIENT_RESOURCE,
              INSUFFICIENT_RESOURCE_MID_STREAM ->
              "503 upstream_busy";
          case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE, STALL, STALL_MID_STREAM -> "504 upstream_timeout";
          case CUT_MID_STREAM, NO_DONE, KEY_REFUSED, BALANCE_EMPTY -> "502 upstream_failed";
          default -> throw new IllegalArgumentException(fault + " is no fault of chat");
        };
    if (works(fault, stream)) {
      return List.of(stream ? "waits" : "504 deadline_exceeded");
    }
    if (fault == Fault.NO_DONE && stream) {
      // Its finish reason has come, so that nothing is missing.
      return List.of("right answer");
    }
    if (fault == Fault.KEY_REFUSED || fault == Fault.BALANCE_EMPTY) {
      // The first call finds out; then the accounts are out, and with them the nodes.
      return List.of(code, "503 no_node_available");
    }
    return List.of(
        stream && MID_STREAM.contains(fault) ? "error event " + code.substring(4) : code);
  }

  /** Whether the node may be at work for all that is known, so that the call is its own limit. */
  private static boolean works(Fault fault, boolean stream) {
    return switch (fault) {
      case BUSY_BLANK_LINES, BUSY_KEEP_ALIVE, STALL -> true;
      case STALL_MID_STREAM -> !stream;
      default -> false;
    };
  }

  private static RawAnswer ask(Fault fault, boolean stream) {
    String question = Http.chat(QUESTION, stream);
    if (!works(fault, stream)) {
      return RawAnswer.of(question);
    }
    return stream
        ? RawAnswer.unlessItWaits(PATIENCE_SECONDS, question)
        : RawAnswer.within(PATIENCE_SECONDS, question);
  }

  private static String outcome(RawAnswer response, boolean stream) {
    if (response == null) {
      return "waits";
    }
    String body = response.body();
    if (response.status() != 200) {
      return response.status() + " " + Fleet.json(body).at("/error/code").asText();
    }
    if (!stream) {
      String content = Fleet.json(body).at("/choices/0/message/content").asText();
      return content.equals(RIGHT) ? "right answer" : "wrong answer";
    }
    if (!EventText.error(body).isMissingNode()) {
      assertThat(EventText.done(body)).as("[DONE] after an error").isFalse();
      assertThat(response.whole()).as("a proper end after an error").isFalse();
      return "error event " + EventText.error(body).path("code").asText();
    }
    assertThat(response.whole()).as("a proper end").isTrue();
    boolean whole = EventText.done(body) && EventText.content(body).equals(RIGHT);
    return whole ? "right answer" : "false success";
  }

  private static void record(Fault fault, boolean stream, String faulty, Set<String> seen) {
    TABLE.add(
        "| %s | %s | %s | %s |"
            .formatted(fault, stream ? "stream" : "plain", faulty, String.join("; ", seen)));
  }

  @AfterAll
  static void print() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| fault | call | faulty nodes | what clients got |");
    lines.add("| --- | --- | --- | --- |");
    TABLE.stream().sorted().forEach(lines::add);
    Files.write(Path.of("target", "faults.md"), lines);
    lines.forEach(System.out::println);
  }
}
