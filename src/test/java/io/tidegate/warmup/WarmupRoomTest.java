package io.tidegate.warmup;

import static io.tidegate.warmup.WarmupWorld.wording;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cache.hot.RepeatableRequest;
import io.tidegate.testing.ToReproduce;
import io.tidegate.warmup.WarmupProgress.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Warm-ups of several models, of which not all have room. */
class WarmupRoomTest {

  private final WarmupWorld world = new WarmupWorld(1);

  @RegisterExtension final ToReproduce facts = new ToReproduce(world.clock);

  @Test
  void aModelWithoutRoomHoldsUpNoQuestionForAnother() {
    List<RepeatableRequest> questions =
        List.of(wording("full", "a"), wording("full", "b"), wording("other", "c"));
    world.full.add("full");
    assertThat(world.start(new WarmupPlan(questions, 0))).isTrue();
    world.run(Duration.ofMinutes(1));
    assertThat(world.questions()).containsExactly("c");
    assertThat(world.warmup.running()).isTrue();

    world.full.clear();
    world.run(Duration.ofSeconds(1));

    assertThat(world.questions()).containsExactly("c", "a", "b");
    assertThat(world.warmup.progress().state()).isEqualTo(State.DONE);
    world.assertPace(Duration.ofMillis(100));
  }

  @Test
  void modelsThatAreAllWithoutRoomAreAskedNothing() {
    List<RepeatableRequest> questions = List.of(wording("full", "a"), wording("other", "b"));
    world.full.addAll(List.of("full", "other"));
    assertThat(world.start(new WarmupPlan(questions, 0))).isTrue();
    world.run(Duration.ofMinutes(1));
    assertThat(world.asked).isEmpty();

    world.full.remove("other");
    world.run(Duration.ofMillis(200));

    assertThat(world.questions()).containsExactly("b");
  }
}
