package io.tidegate.api.tenants;

import static java.util.Objects.requireNonNull;

import io.tidegate.api.tenants.ApiKeyJson.ApiKeyListJson;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.TenantDirectory;
import io.tidegate.tenants.TenantRecord;
import io.tidegate.tenants.Tenants;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The keys there are, of the configuration and made ones, as they are shown. Thread-safe. */
final class KeyList {

  private final TenantDirectory directory;
  private final Tenants tenants;
  private final InstantSource time;

  /** The keys of {@code directory}, and those that {@code tenants} are configured with. */
  KeyList(TenantDirectory directory, Tenants tenants, InstantSource time) {
    this.directory = requireNonNull(directory, "directory");
    this.tenants = requireNonNull(tenants, "tenants");
    this.time = requireNonNull(time, "time");
  }

  /** All, those of the configuration first. */
  ApiKeyListJson all() {
    return new ApiKeyListJson("list", select(key -> true));
  }

  /** Those of {@code tenant}. */
  ApiKeyListJson of(TenantId tenant) {
    return new ApiKeyListJson("list", select(key -> key.tenant().equals(tenant.value())));
  }

  /**
   * The one called {@code id}.
   *
   * @throws io.tidegate.exchange.FailureException {@code NOT_FOUND}
   */
  ApiKeyJson find(String id) {
    return select(key -> key.id().equals(id)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                Failure.ofParam(ErrorCode.NOT_FOUND, "id", "There is no key '" + id + "'.")
                    .asException());
  }

  /**
   * Lets a key pass that was made.
   *
   * @throws io.tidegate.exchange.FailureException {@code CONFLICT} if it is of the configuration
   */
  void checkMade(ApiKeyJson key) {
    if (key.source().equals("configuration")) {
      throw Failure.ofParam(
              ErrorCode.CONFLICT,
              "id",
              "The key '" + key.id() + "' is one of the configuration, and is changed there.")
          .asException();
    }
  }

  private List<ApiKeyJson> select(Predicate<ApiKeyJson> wanted) {
    Stream<ApiKeyJson> configured =
        directory.all().stream()
            .map(TenantRecord::tenant)
            .flatMap(
                tenant ->
                    tenants.configuredKeys(tenant.id()).stream()
                        .map(id -> ApiKeyJson.configured(id, tenant.id())));
    Stream<ApiKeyJson> made =
        directory.keys().stream().map(key -> ApiKeyJson.of(key, time.instant()));
    return Stream.concat(configured, made).filter(wanted).toList();
  }
}
