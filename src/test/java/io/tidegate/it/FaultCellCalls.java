package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.simulator.Fault;
import io.tidegate.simulator.SimulatedAnswer;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Asks the two nodes of a cell, one call after the other, and says what its client got. */
final class FaultCellCalls {

  private static final int CALLS_BESIDE_A_HEALTHY_NODE = 6;
  private static final int CALLS = 2;

  /** Such calls were given up by a node that is at work for all that is known. */
  private static final int PATIENCE_SECONDS = 1;

  private static final String QUESTION = "What is the tide?";
  private static final String RIGHT = SimulatedAnswer.text(QUESTION, Fleet.quick().answerTokens());

  private final FaultCell cell;

  FaultCellCalls(FaultCell cell) {
    this.cell = cell;
  }

  /** What the calls got, at nodes of the cell's own in {@code fleet}. */
  SortedSet<String> seen(Fleet fleet) {
    String model = cell.model();
    String faulty = model + "-1";
    String other = model + "-2";
    fleet.addFor(model, faulty, cell.fault());
    fleet.addFor(model, other, cell.all() ? cell.fault() : Fault.NONE);
    try {
      SortedSet<String> seen = new TreeSet<>();
      int calls = cell.all() ? CALLS : CALLS_BESIDE_A_HEALTHY_NODE;
      for (int i = 0; i < calls; i++) {
        seen.add(outcome(ask()));
      }
      return seen;
    } finally {
      fleet.remove(faulty);
      fleet.remove(other);
    }
  }

  private RawAnswer ask() {
    String path = cell.dialect().path();
    String question = cell.dialect().body(cell.model(), QUESTION, cell.stream());
    if (!cell.works()) {
      return RawAnswer.of(path, question);
    }
    return cell.stream()
        ? RawAnswer.unlessItWaits(PATIENCE_SECONDS, path, question)
        : RawAnswer.within(PATIENCE_SECONDS, path, question);
  }

  private String outcome(RawAnswer response) {
    if (response == null) {
      return "waits";
    }
    if (response.status() != 200) {
      if (!cell.works()) {
        assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 8);
      }
      return response.status() + " " + cell.dialect().refusal(Fleet.json(response.body()));
    }
    return cell.stream() ? ofStream(response) : ofPlain(Fleet.json(response.body()));
  }

  private String ofPlain(JsonNode answer) {
    return told(cell.dialect().text(answer), cell.dialect().limited(List.of(answer)));
  }

  private String ofStream(RawAnswer response) {
    SpokenDialect dialect = cell.dialect();
    String body = response.body();
    List<JsonNode> events = EventText.events(body);
    String error = dialect.error(events);
    if (error != null) {
      assertThat(dialect.ended(body)).as("an end beside an error").isFalse();
      assertThat(response.whole()).as("a proper end after an error").isFalse();
      return "error event " + error;
    }
    assertThat(response.whole()).as("a proper end").isTrue();
    // Rows 10, 11 and 35: whatever was tried before.
    assertThat(dialect.starts(body)).as("starts of the answer").isLessThanOrEqualTo(1);
    return dialect.ended(body)
        ? told(dialect.text(events), dialect.limited(events))
        : "false success";
  }

  private static String told(String text, boolean limited) {
    if (text.equals(RIGHT)) {
      return FaultCell.RIGHT_ANSWER;
    }
    return limited ? FaultCell.LIMITED : "false success";
  }
}
