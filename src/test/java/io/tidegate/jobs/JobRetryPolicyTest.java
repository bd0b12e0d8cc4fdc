package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.collect.CollectedAnswer;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Terms;
import io.tidegate.exchange.Usage;
import io.tidegate.jobs.JobStore.ClaimedJob;
import io.tidegate.jobs.JobStore.Fate;
import io.tidegate.jobs.JobStore.Retry;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobRetryPolicyTest {

  private static final long NOW = 5;

  private final JobRetryPolicy policy = new JobRetryPolicy(3, new Random(1));

  private Retry refused(Duration until) {
    return judged(ErrorCode.QUOTA_EXCEEDED, until);
  }

  private Retry judged(ErrorCode code, Duration until) {
    Failure quota = Failure.of(code, "It is refused.").retryAfter(until);
    ClaimedJob claim =
        new ClaimedJob(JobSamples.job("a", 1, Priority.NORMAL), 1, 0, 9, Terms.DEFAULT);
    Fate fate = policy.judge(claim, new CollectedAnswer(null, Usage.NONE, quota), false, NOW);
    assertThat(fate).isInstanceOf(Retry.class);
    return (Retry) fate;
  }

  @Test
  void aJobThatASpentBudgetRefusesLooksAgainWithinAQuarterOfAnHourSinceTheBudgetMayBeRaised() {
    for (int i = 0; i < 100; i++) {
      Retry retry = refused(Duration.ofDays(30));

      assertThat(retry.dueAt()).isBetween(NOW + 30_000, NOW + 15 * 60_000);
      assertThat(retry.counted()).isFalse();
    }
  }

  @Test
  void aJobWhoseNodeFailsIsTriedWhenTheNodeAsksForSinceEachTryCounts() {
    Retry retry = judged(ErrorCode.UPSTREAM_FAILED, Duration.ofMinutes(5));

    assertThat(retry.dueAt()).isEqualTo(NOW + 300_000);
    assertThat(retry.counted()).isTrue();
  }

  @Test
  void aJobThatIsToldASoonerTimeComesBackThen() {
    assertThat(refused(Duration.ofSeconds(20)).dueAt()).isEqualTo(NOW + 20_000);
  }
}
