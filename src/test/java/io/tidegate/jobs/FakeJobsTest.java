package io.tidegate.jobs;

import io.tidegate.store.Posting;
import io.tidegate.webhooks.WebhookEvent;
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
        public List<String> events(String id) {
          return jobs.events.stream()
              .filter(event -> event.subject().equals(id))
              .map(WebhookEvent::type)
              .toList();
        }
      };

  @Override
  Bench bench() {
    return bench;
  }
}
