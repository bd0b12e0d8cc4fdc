package io.tidegate.api;

import io.tidegate.Gateway;
import io.tidegate.api.open.AccessLog;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.experiments.Experiments;
import io.tidegate.metrics.Metrics;
import io.tidegate.rehearsal.CallRecorder;
import io.tidegate.shedding.LoadShedder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Wires what is written down of calls to those who learn from it. */
@ApplicationScoped
public class LedgerBeans {

  @Produces
  @Singleton
  AccessLog access(InstantSource wall) {
    return new AccessLog(wall);
  }

  @Produces
  @Singleton
  RefusalLog refusals(InstantSource wall) {
    return new RefusalLog(wall);
  }

  @Produces
  @Singleton
  CallLedger ledger(
      Metrics metrics,
      AccessLog access,
      RefusalLog refusals,
      Gateway gateway,
      CallRecorder recorder,
      Experiments experiments,
      LoadShedder shedder) {
    return new CallLedger(
        new CallLedger.Books(metrics, access, refusals),
        gateway::offered,
        (call, model, head, usage, end) -> {
          experiments.ended(call, end.failure(), end.firstContent());
          recorder.ended(
              call,
              model,
              head,
              usage,
              new CallRecorder.End(end.failure(), end.firstContent(), end.total(), end.source()));
          // Of those alone that came in by the door: jobs and batches are refused further in, too.
          if (end.crowdedOut(head)) {
            shedder.refusedWithin(call.tenant());
          }
        });
  }
}
