package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.admission.LaneView;
import io.tidegate.admission.PermitCount;
import io.tidegate.routing.nodes.Account;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Who waits at this server, and which accounts it may use.
 *
 * @param waiting how many calls wait
 * @param queues the queues in which somebody waits or lately did
 */
record AdmissionJson(
    @JsonProperty(required = true) int waiting,
    @JsonProperty(required = true) long permitsIssued,
    @JsonProperty(required = true) long permitsReturned,
    @JsonProperty(required = true) List<QueueJson> queues,
    @JsonProperty(required = true) List<AccountJson> accounts) {

  private static final double MILLIS = 1e6;

  /**
   * The queue of a model.
   *
   * @param bytes the size of what waits
   * @param startsPerSecond how many get a place per second; 0 while that is not known
   * @param expectedWaitMs how long a call would wait that came now; 0 if that is not known
   * @param margin the share of its patience up to which a call may be predicted to wait
   */
  record QueueJson(
      @JsonProperty(required = true) String model,
      @JsonProperty(required = true) int waiting,
      @JsonProperty(required = true) long bytes,
      @JsonProperty(required = true) double startsPerSecond,
      @JsonProperty(required = true) double expectedWaitMs,
      @JsonProperty(required = true) double margin) {

    static QueueJson of(LaneView lane) {
      return new QueueJson(
          lane.name(),
          lane.waiting(),
          lane.waitingBytes(),
          lane.drainRate(),
          lane.expectedWait().toNanos() / MILLIS,
          lane.margin());
    }
  }

  /** An account at a provider. */
  record AccountJson(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String state) {

    static AccountJson of(Account account) {
      return new AccountJson(account.name(), account.state().name().toLowerCase(Locale.ROOT));
    }
  }

  static AdmissionJson of(
      int waiting, PermitCount permits, List<LaneView> lanes, Collection<Account> accounts) {
    return new AdmissionJson(
        waiting,
        permits.issued(),
        permits.returned(),
        lanes.stream().map(QueueJson::of).toList(),
        accounts.stream().map(AccountJson::of).toList());
  }
}
