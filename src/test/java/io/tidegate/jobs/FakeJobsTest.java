package io.tidegate.jobs;

import io.tidegate.store.Posting;
import io.tidegate.webhooks.Notice;
import java.util.List;

/** The contract, kept by the fake with which all interleavings are explored. */
final class FakeJobsTest extends JobMaintenanceStoreContract {

  private final FakeJobs jobs = new FakeJobs();
  private final Bench bench =
      new Bench() {
        @Override
        public JobStore store() {
          return jobs;
        }

        @Override
        public JobMaintenanceStore upkeep() {
          return jobs;
        }

        @Override
        public List<Posting> postings() {
          return jobs.outbox;
        }

        @Override
        public List<String> notices(String id) {
          return jobs.notices.stream()
              .filter(notice -> notice.subject().equals(id))
              .map(Notice::type)
              .toList();
        }
      };

  @Override
  Bench bench() {
    return bench;
  }
}
