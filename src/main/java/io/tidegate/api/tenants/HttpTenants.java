package io.tidegate.api.tenants;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.entry.HttpAuditTrail;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.tenants.TenantJson.TenantListJson;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.TenantAdministration;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.TenantRecord;
import io.tidegate.tenants.Tenants;
import io.tidegate.tenants.keys.KeyRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers administrators who ask about tenants; requests that change something must be suspended.
 * Thread-safe.
 */
public final class HttpTenants {

  private final TenantAdministration administration;
  private final TenantDirectory directory;
  private final Tenants tenants;
  private final HttpBlockingWork bench;

  /** Answers from {@code directory}, and changes it on {@code bench}. */
  HttpTenants(
      TenantAdministration administration,
      TenantDirectory directory,
      Tenants tenants,
      HttpBlockingWork bench) {
    this.administration = requireNonNull(administration, "administration");
    this.directory = requireNonNull(directory, "directory");
    this.tenants = requireNonNull(tenants, "tenants");
    this.bench = requireNonNull(bench, "bench");
  }

  /** All tenants. */
  TenantListJson list() {
    Map<TenantId, Long> keys =
        directory.keys().stream().collect(groupingBy(KeyRecord::tenant, counting()));
    return new TenantListJson(
        "list",
        directory.all().stream()
            .map(record -> json(record, keys.getOrDefault(record.tenant().id(), 0L)))
            .toList());
  }

  /** The tenant {@code name}. */
  TenantJson get(String name) {
    return json(administration.find(name));
  }

  /** Makes the tenant that {@code body} describes. */
  void make(HttpServletRequest http, JsonNode body) {
    TenantRequest asked = TenantRequest.read(body);
    String by = http.getUserPrincipal().getName();
    change(http, 201, () -> administration.make(asked.tenant(), asked.description(), by));
  }

  /** Changes the tenant {@code name} as {@code body} says. */
  void change(HttpServletRequest http, String name, JsonNode body) {
    HttpAuditTrail.before(http, ApiJson.text(get(name)));
    change(http, 200, () -> administration.change(name, now -> TenantRequest.change(now, body)));
  }

  /** Deletes the tenant {@code name}. */
  void delete(HttpServletRequest http, String name) {
    HttpAuditTrail.before(http, ApiJson.text(get(name)));
    bench.remove(http, () -> administration.delete(name));
  }

  private void change(HttpServletRequest http, int status, Supplier<TenantRecord> work) {
    bench.act(http, status, work, this::json, this::json);
  }

  private TenantJson json(TenantRecord record) {
    TenantId id = record.tenant().id();
    return json(record, directory.keys().stream().filter(key -> key.tenant().equals(id)).count());
  }

  private TenantJson json(TenantRecord record, long made) {
    return TenantJson.of(record, (int) made + tenants.configuredKeys(record.tenant().id()).size());
  }
}
