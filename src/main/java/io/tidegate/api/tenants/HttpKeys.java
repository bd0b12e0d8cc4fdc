package io.tidegate.api.tenants;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.api.entry.HttpAuditTrail;
import io.tidegate.api.http.ApiJson;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.ListParameters;
import io.tidegate.api.tenants.ApiKeyJson.ApiKeyListJson;
import io.tidegate.exchange.KeyId;
import io.tidegate.tenants.KeyAdministration;
import io.tidegate.tenants.KeyAdministration.NewKey;
import io.tidegate.tenants.KeyAdministration.Secret;
import io.tidegate.tenants.keys.KeyRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Answers administrators who ask about keys; requests that change something must be suspended.
 * Thread-safe.
 */
public final class HttpKeys {

  private final KeyAdministration administration;
  private final KeyList keys;
  private final HttpBlockingWork bench;
  private final InstantSource time;

  /** Shows {@code keys}, and changes them on {@code bench}. */
  HttpKeys(
      KeyAdministration administration, KeyList keys, HttpBlockingWork bench, InstantSource time) {
    this.administration = requireNonNull(administration, "administration");
    this.keys = requireNonNull(keys, "keys");
    this.bench = requireNonNull(bench, "bench");
    this.time = requireNonNull(time, "time");
  }

  /** All keys, or those of {@code tenant} if that is not null. */
  ApiKeyListJson list(String tenant) {
    return tenant == null ? keys.all() : keys.of(ListParameters.tenant(tenant));
  }

  /** The key {@code id}. */
  ApiKeyJson get(String id) {
    return keys.find(id);
  }

  /** Makes the key that {@code body} describes, and tells its secret. */
  void make(HttpServletRequest http, JsonNode body) {
    NewKey asked = KeyRequest.read(body, time.instant());
    String by = http.getUserPrincipal().getName();
    tell(http, 201, () -> administration.make(asked, by));
  }

  /** Gives the key {@code id} a new secret as {@code body} says, and tells it. */
  void rotate(HttpServletRequest http, String id, JsonNode body) {
    Duration overlap = KeyRequest.overlap(body);
    KeyId known = known(http, id);
    tell(http, 200, () -> administration.rotate(known, overlap));
  }

  /** Ends the key {@code id} at once. */
  void revoke(HttpServletRequest http, String id) {
    KeyId known = known(http, id);
    show(http, () -> administration.revoke(known));
  }

  /** Changes the key {@code id} as {@code body} says. */
  void change(HttpServletRequest http, String id, JsonNode body) {
    KeyId known = known(http, id);
    show(
        http,
        () -> administration.change(known, key -> KeyRequest.change(key, body, time.instant())));
  }

  /** Ends the key {@code id} at once, and takes it out of the list. */
  void delete(HttpServletRequest http, String id) {
    KeyId known = known(http, id);
    bench.remove(http, () -> administration.delete(known));
  }

  private KeyId known(HttpServletRequest http, String id) {
    ApiKeyJson before = keys.find(id);
    keys.checkMade(before);
    HttpAuditTrail.before(http, ApiJson.text(before));
    return new KeyId(id);
  }

  private void show(HttpServletRequest http, Supplier<KeyRecord> work) {
    bench.act(http, 200, work, this::json, this::json);
  }

  private void tell(HttpServletRequest http, int status, Supplier<Secret> work) {
    bench.act(
        http, status, work, made -> json(made.key()).with(made.secret()), made -> json(made.key()));
  }

  private ApiKeyJson json(KeyRecord key) {
    return ApiKeyJson.of(key, time.instant());
  }
}
