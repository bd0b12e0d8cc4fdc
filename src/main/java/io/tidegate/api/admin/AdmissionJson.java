package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.admission.LaneView;
import io.tidegate.admission.PermitCount;
import io.tidegate.routing.nodes.Account;
import java.util.Collection;
import java.util.List;

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
