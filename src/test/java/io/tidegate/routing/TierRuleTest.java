package io.tidegate.routing;

import static io.tidegate.routing.balancing.NodeSketch.node;
import static io.tidegate.routing.balancing.NodeSketch.ownNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.Answer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.routing.nodes.TierRule;
import io.tidegate.testing.ToReproduce;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where calls go while the operator forces or forbids the public tier. */
class TierRuleTest {

  private static final Terms PINNED = new Terms(Priority.NORMAL, true, 0);

  private final Fleet fleet = new Fleet();

  @RegisterExtension final ToReproduce facts = new ToReproduce(fleet);

  @Test
  void goesToNoPublicNodeWhereThatIsForbidden() {
    fleet.add(ownNode("own", "m").withPlaces(1));
    fleet.add("hired", "m");
    fleet.pool().prefer(TierRule.FORBID);
    ask(1);

    Answer waiting = fleet.ask("m");
    fleet.pass(Duration.ofSeconds(11));

    assertThat(waiting.failure().code()).isEqualTo(ErrorCode.QUEUE_TIMEOUT);
    assertThat(asked()).containsExactly("own");
    fleet.pool().prefer(TierRule.SPILL);
    fleet.ask("m");
    fleet.pass(Duration.ofSeconds(1));
    assertThat(asked()).containsExactly("own", "hired");
  }

  @Test
  void saysThatNoNodeIsThereForAModelOfForbiddenOnesAlone() {
    fleet.add("hired", "m");
    fleet.pool().prefer(TierRule.FORBID);

    Answer answer = fleet.ask("m");
    fleet.pass(Duration.ofSeconds(11));

    assertThat(answer.failure().code()).isEqualTo(ErrorCode.NO_NODE_AVAILABLE);
  }

  @Test
  void goesToPublicNodesFirstWhereThatIsForced() {
    fleet.add(ownNode("own", "m"));
    fleet.add(node("hired", "m").withPlaces(1));
    fleet.pool().prefer(TierRule.FORCE);

    ask(1);
    fleet.ask(fleet.call("m", PINNED));
    assertThat(asked()).containsExactly("hired", "own");
    ask(1);
    fleet.pass(Duration.ofSeconds(1));

    assertThat(asked()).as("full").containsExactly("hired", "own", "own");
  }

  @Test
  void holdsToTheRuleForNodesThatComeLater() {
    fleet.pool().prefer(TierRule.FORCE);
    fleet.add(ownNode("own", "m"));
    fleet.add("hired", "m");

    ask(1);

    assertThat(asked()).containsExactly("hired");
  }

  private void ask(int calls) {
    for (int i = 0; i < calls; i++) {
      fleet.ask("m");
    }
  }

  private List<String> asked() {
    return fleet.upstream().asked();
  }
}
