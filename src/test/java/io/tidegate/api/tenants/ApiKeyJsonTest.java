package io.tidegate.api.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.TenantRecord;
import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.tenants.keys.KeyRecord;
import io.tidegate.tenants.keys.KeyScope;
import io.tidegate.tenants.keys.KeySecret;
import io.tidegate.tenants.keys.ModelPattern;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeyJsonTest {

  private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
  private static final KeyRecord KEY =
      new KeyRecord(
          new KeyId("key_1"),
          new TenantId("team"),
          "ci",
          List.of(
              new KeySecret(
                  new KeyHasher("of-the-test-of-the-test-of-the-test", "x").digest("tgk_a"),
                  NOW,
                  null)),
          new KeyRecord.Made(NOW, "ada"),
          NOW.plusSeconds(60),
          null,
          new KeyScope(
              List.of(new ModelPattern("m*")),
              List.of("chat"),
              List.of(),
              Priority.LOW,
              true,
              List.of()));

  @Test
  void showsAKeyWithoutWhatIsKnownOfItsSecret() {
    assertThat(ApiJson.text(ApiKeyJson.of(KEY, NOW)))
        .isEqualTo(
            "{\"id\":\"key_1\",\"tenant\":\"team\",\"source\":\"api\",\"label\":\"ci\","
                + "\"state\":\"active\",\"created\":\"2026-12-01T08:00:00Z\",\"by\":\"ada\","
                + "\"expires\":\"2026-12-01T08:01:00Z\",\"revoked\":null,"
                + "\"secrets\":[{\"created\":\"2026-12-01T08:00:00Z\",\"until\":null}],"
                + "\"scope\":{\"models\":[\"m*\"],\"operations\":[\"chat\"],\"dialects\":[],"
                + "\"priority\":\"low\",\"privateOnly\":true,\"networks\":[]}}");
  }

  @Test
  void tellsTheSecretOnlyWhereItIsAskedTo() {
    assertThat(ApiJson.text(ApiKeyJson.of(KEY, NOW).with("tgk_a"))).endsWith("\"key\":\"tgk_a\"}");
  }

  @Test
  void tellsWhatAKeyIsByTheTime() {
    assertThat(ApiKeyJson.of(KEY, NOW.plusSeconds(60)).state()).isEqualTo("expired");
    assertThat(ApiKeyJson.of(KEY.revokedAt(NOW), NOW).state()).isEqualTo("revoked");
    assertThat(ApiKeyJson.configured(new KeyId("file-1"), new TenantId("team")).source())
        .isEqualTo("configuration");
  }

  @Test
  void showsATenant() {
    Tenant tenant = new Tenant(new TenantId("team"), Priority.NORMAL, false);

    assertThat(
            ApiJson.text(
                TenantJson.of(
                    new TenantRecord(tenant, "Search", new KeyRecord.Made(NOW, "ada")), 2)))
        .isEqualTo(
            "{\"name\":\"team\",\"source\":\"api\",\"priority\":\"normal\",\"privateOnly\":false,"
                + "\"description\":\"Search\",\"created\":\"2026-12-01T08:00:00Z\",\"by\":\"ada\","
                + "\"keys\":2}");
    assertThat(TenantJson.of(new TenantRecord(tenant, "", null), 0).source())
        .isEqualTo("configuration");
  }
}
