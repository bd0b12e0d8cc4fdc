package io.tidegate.api.console;

import io.tidegate.admission.LaneView;
import io.tidegate.api.open.RefusalLog;
import io.tidegate.routing.nodes.Account;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

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
    List<Lane> lanes,
    List<Wait> waits,
    List<Refusal> refused,
    List<AccountState> accounts) {

  private static final double MILLIS = 1e6;

  /** The queue of one model. */
  record Lane(
      String model,
      int waiting,
      long bytes,
      double startsPerSecond,
      double expectedWaitMs,
      double margin) {}

  /** The calls of a tenant that wait for a model. */
  record Wait(String tenant, String model, int waiting, long oldestWaitMs) {}

  /** What was refused to whom; tenant and model are null where they were not known yet. */
  record Refusal(String tenant, String model, String reason, long count, String last) {}

  /** An account, and whether it may be used. */
  record AccountState(String name, String state) {}

  static QueueView of(
      List<LaneView> lanes, List<RefusalLog.Refused> refused, Collection<Account> accounts) {
    return new QueueView(
        lanes.stream().mapToInt(LaneView::waiting).sum(),
        lanes.stream().mapToLong(LaneView::waitingBytes).sum(),
        lanes.stream().map(QueueView::lane).toList(),
        lanes.stream().flatMap(lane -> waits(lane).stream()).toList(),
        refused.stream().map(QueueView::refusal).toList(),
        accounts.stream()
            .map(
                account ->
                    new AccountState(
                        account.name(), account.state().name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  private static Lane lane(LaneView lane) {
    return new Lane(
        lane.name(),
        lane.waiting(),
        lane.waitingBytes(),
        lane.drainRate(),
        lane.expectedWait().toNanos() / MILLIS,
        lane.margin());
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
