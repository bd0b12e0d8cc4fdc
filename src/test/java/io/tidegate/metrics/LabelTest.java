package io.tidegate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.admission.LimitMove;
import io.tidegate.jobs.JobState;
import io.tidegate.memory.Use;
import io.tidegate.routing.nodes.Tier;
import io.tidegate.webhooks.Problem;
import io.tidegate.work.PoolName;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels declare the values that the code knows, of which {@code metrics} may import none. */
class LabelTest {

  @Test
  void whatTheCodeKnowsIsDeclared() {
    assertThat(Label.POOL.declared()).isEqualTo(list(PoolName.values(), PoolName::label));
    assertThat(Label.USE.declared()).isEqualTo(list(Use.values(), Use::label));
    assertThat(Label.TIER.declared()).isEqualTo(list(Tier.values(), Tier::label));
    assertThat(Label.MOVE_REASON.declared()).isEqualTo(list(LimitMove.values(), LimitMove::label));
    assertThat(Label.WEBHOOK_REASON.declared())
        .containsAll(list(Problem.values(), Problem::label))
        .hasSize(Problem.values().length + 2);
    assertThat(Label.JOB_STATE.declared())
        .isEqualTo(
            Stream.of(JobState.values()).filter(JobState::isFinal).map(JobState::label).toList());
  }

  @ParameterizedTest
  @EnumSource
  void openLabelsSayWhatTheirValuesAre(Label label) {
    assertThat(new MetricDescriptions().of(label).isBlank()).isEqualTo(!label.declared().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void noMetricHasTwoLabelsOfOneName(Metric metric) {
    assertThat(metric.labels().stream().map(Label::key)).doesNotHaveDuplicates();
  }

  private static <T> List<String> list(T[] all, Function<T, String> label) {
    return Arrays.stream(all).map(label).toList();
  }
}
