package io.tidegate.api.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tidegate.api.http.ListJson;
import io.tidegate.audit.AuditEntry;
import io.tidegate.store.Page;
import java.time.Instant;
import java.util.List;

/**
 * An act in the audit log.
 *
 * @param id its number in the chain
 * @param at when it ended, ISO 8601
 * @param actor who did it
 * @param role in which role; empty for none
 * @param address from where
 * @param operation the operation's id
 * @param method the HTTP method
 * @param path the path and the query
 * @param request the request's id
 * @param status the HTTP status of the answer
 * @param before how it was before, where that is known
 * @param after how it is since, where that is known
 * @param previous the hash of the entry before
 * @param hash the hash of this one
 */
record AuditEntryJson(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String at,
    @JsonProperty(required = true) String actor,
    @JsonProperty(required = true) String role,
    @JsonProperty(required = true) String address,
    @JsonProperty(required = true) String operation,
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) String path,
    @JsonProperty(required = true) String request,
    @JsonProperty(required = true) int status,
    @JsonRawValue Object before,
    @JsonRawValue Object after,
    @JsonProperty(required = true) String previous,
    @JsonProperty(required = true) String hash) {

  /** A page of acts, the newest first. */
  record AuditListJson(
      @JsonProperty(required = true) String object,
      @JsonProperty(required = true) List<AuditEntryJson> data,
      @JsonProperty("first_id") String firstId,
      @JsonProperty("last_id") String lastId,
      @JsonProperty(value = "has_more", required = true) boolean hasMore) {}

  /**
   * What going through the chain has found.
   *
   * @param intact whether all is as it was written
   * @param checked how many entries were looked at
   * @param unsealed how many of them were written without a secret
   * @param last the number of the last entry
   * @param hash its hash: keep it elsewhere, for a chain that was made anew has another
   * @param broken the number of the first entry that is not as it was, or null
   * @param reason what is wrong with it, or null
   */
  record AuditVerdictJson(
      @JsonProperty(required = true) boolean intact,
      @JsonProperty(required = true) long checked,
      @JsonProperty(required = true) long unsealed,
      @JsonProperty(required = true) long last,
      @JsonProperty(required = true) String hash,
      Long broken,
      String reason) {}

  static AuditEntryJson of(AuditEntry entry) {
    return new AuditEntryJson(
        Long.toString(entry.seq()),
        Instant.ofEpochMilli(entry.act().at()).toString(),
        entry.act().who().actor(),
        entry.act().who().role(),
        entry.act().who().address(),
        entry.act().what().operation(),
        entry.act().what().method(),
        entry.act().what().path(),
        entry.act().what().request(),
        entry.act().status(),
        entry.act().before(),
        entry.act().after(),
        entry.link().previous(),
        entry.link().hash());
  }

  static AuditListJson of(Page<AuditEntry> page) {
    return ListJson.of(page, AuditEntryJson::of, AuditEntryJson::id, AuditListJson::new);
  }
}
