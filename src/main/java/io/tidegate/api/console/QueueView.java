package io.tidegate.api.console;

import io.tidegate.admission.LaneView;
import io.tidegate.api.admin.AccountJson;
import io.tidegate.api.admin.QueueJson;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.routing.nodes.Account;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Who waits and who was refused, as administrators see it.
 *
 * @param waiting how many calls wait
 * @param bytes the size of their bodies
 * @param lanes the models for which somebody waits or lately did
 * @param waits the tenants who wait, by model
 * @param refused who was refused within the last hour, the most often refused first
 * @param accounts the accounts that calls run on
 */
record QueueView(
    int waiting,
    long bytes,
    List<QueueJson> lanes,
    List<Wait> waits,
    List<Refusal> refused,
    List<AccountJson> accounts) {

  /** The calls of a tenant that wait for a model. */
  record Wait(String tenant, String model, int waiting, long oldestWaitMs) {}

  /** What was refused to whom; tenant and model are null where they were not known yet. */
  record Refusal(String tenant, String model, String reason, long count, String last) {}

  static QueueView of(
      List<LaneView> lanes, List<RefusalLog.Refused> refused, Collection<Account> accounts) {
    return new QueueView(
        lanes.stream().mapToInt(LaneView::waiting).sum(),
        lanes.stream().mapToLong(LaneView::waitingBytes).sum(),
        lanes.stream().map(QueueJson::of).toList(),
        lanes.stream().flatMap(lane -> waits(lane).stream()).toList(),
        refused.stream().map(QueueView::refusal).toList(),
        accounts.stream().map(AccountJson::of).toList());
  }

  private static List<Wait> waits(LaneView lane) {
    return lane.tenants().stream()
        .map(
            wait ->
                new Wait(
                    wait.tenant().value(), lane.name(), wait.waiting(), wait.oldest().toMillis()))
        .toList();
  }

  private static Refusal refusal(RefusalLog.Refused refused) {
    return new Refusal(
        refused.tenant() == null ? null : refused.tenant().value(),
        refused.model(),
        refused.code().code(),
        refused.count(),
        Instant.ofEpochMilli(refused.last()).toString());
  }
}
