package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.AnswerReader;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many streams of events a tenant may have. */
final class JobListenersTest {

  private static final TenantId OTHER = new TenantId("other");

  private final JobListeners watches = new JobListeners();
  private final Job job = JobSamples.job("a", 1, Priority.NORMAL);
  private final Job others = JobSamples.of(OTHER, JobSamples.draft("b", 1)).job();

  @Test
  void aTenantHasNoMoreThanSoManyAndHoldsUpNoOther() {
    List<JobListeners.Watch> open = fill();

    assertThatThrownBy(() -> watches.add(job, new Deaf()))
        .hasMessageContaining("gateway_overloaded");
    var theirs = watches.add(others, new Deaf());
    watches.remove("b", theirs);
    assertThat(watches.ids()).containsExactly("a");

    watches.remove("a", open.get(0));
    watches.remove("a", open.get(0));
    var unused = watches.add(job, new Deaf());
    assertThatThrownBy(() -> watches.add(job, new Deaf()))
        .hasMessageContaining("gateway_overloaded");
  }

  @Test
  void theEndOfAJobGivesThePlacesOfItsWatchesBack() {
    List<JobListeners.Watch> open = fill();
    watches.tell(
        new Job(
            "a",
            job.tenant(),
            job.operation(),
            job.model(),
            false,
            Priority.NORMAL,
            JobState.CANCELLED,
            0,
            job.times(),
            null));
    assertThat(watches.ids()).isEmpty();

    open.forEach(watch -> watches.remove("a", watch));
    assertThat(fill()).hasSize(JobListeners.MOST_OF_TENANT);
    assertThatThrownBy(() -> watches.add(job, new Deaf()))
        .hasMessageContaining("gateway_overloaded");
  }

  private List<JobListeners.Watch> fill() {
    List<JobListeners.Watch> open = new ArrayList<>();
    for (int i = 0; i < JobListeners.MOST_OF_TENANT; i++) {
      open.add(watches.add(job, new Deaf()));
    }
    return open;
  }

  private static final class Deaf implements JobListener {

    @Override
    public void state(Job job) {}

    @Override
    public void content(AnswerReader content) {
      content.close();
    }
  }
}
