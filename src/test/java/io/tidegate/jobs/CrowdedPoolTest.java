package io.tidegate.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What those who hand jobs in put into the pool that ends and the renewal of claims need. */
final class CrowdedPoolTest extends SubmittedJobs {

  private final Queue<Runnable> pool = new ArrayDeque<>();

  @Test
  void howeverManySubmissionsOfATenantAreRefusedTheyTakeOnePlaceInThePool() {
    Job earlier = submit("deepseek-flash", key("earlier"));
    threads = pool::add;
    full = true;
    List<CompletableFuture<Job>> refused = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      refused.add(handIn(JobSamples.TENANT, "deepseek-flash", key("new" + i)));
    }
    CompletableFuture<Job> repeated = handIn(JobSamples.TENANT, "deepseek-flash", key("earlier"));
    assertThat(pool).hasSize(1);

    full = false;
    CompletableFuture<Job> other = handIn(OTHER, "deepseek-flash", key("new"));
    assertThat(pool).hasSize(2);
    runPool();

    assertThat(other.join().tenant()).isEqualTo(OTHER);
    assertThat(repeated.join().id()).isEqualTo(earlier.id());
    assertThat(refused).extracting(CrowdedPoolTest::code).containsOnly(ErrorCode.JOB_QUEUE_FULL);
  }

  @Test
  void aPoolWithoutAPlaceIsToldAsLoadAndNotAsADatabaseThatIsAway() {
    threads =
        task -> {
          throw new RejectedExecutionException();
        };
    String load = "Too many requests wait for the store.";
    refused(ErrorCode.STORE_UNAVAILABLE, load, Submission.Options.NONE);
    full = true;
    refused(ErrorCode.STORE_UNAVAILABLE, load, key("k"));

    threads = Runnable::run;
    refused(ErrorCode.JOB_QUEUE_FULL, key("k"));
  }

  private void runPool() {
    for (Runnable task = pool.poll(); task != null; task = pool.poll()) {
      task.run();
    }
  }

  private static ErrorCode code(CompletableFuture<Job> job) {
    return job.handle((kept, failed) -> ((FailureException) failed.getCause()).failure().code())
        .join();
  }
}
