package io.tidegate.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.audit.AuditAct;
import io.tidegate.audit.AuditEntry;
import io.tidegate.store.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditEntryJsonTest {

  private static final AuditEntry ENTRY =
      new AuditEntry(
          7,
          new AuditAct(
              0,
              new AuditAct.Who("ada", "admin", "192.0.2.1"),
              new AuditAct.What("changeTenant", "PATCH", "/api/tenants/a", "req_1"),
              200,
              null,
              "{\"priority\":\"low\"}"),
          new AuditEntry.Link("p", "h", "none"));

  @Test
  void showsAnActWithItsPlaceInTheChain() {
    assertThat(ApiJson.text(AuditEntryJson.of(ENTRY)))
        .isEqualTo(
            "{\"id\":\"7\",\"at\":\"1970-01-01T00:00:00Z\",\"actor\":\"ada\",\"role\":\"admin\","
                + "\"address\":\"192.0.2.1\",\"operation\":\"changeTenant\",\"method\":\"PATCH\","
                + "\"path\":\"/api/tenants/a\",\"request\":\"req_1\",\"status\":200,"
                + "\"before\":null,\"after\":{\"priority\":\"low\"},\"previous\":\"p\","
                + "\"hash\":\"h\"}");
  }

  @Test
  void aPageNamesItsEnds() {
    assertThat(ApiJson.text(AuditEntryJson.of(new Page<>(List.of(ENTRY), true))))
        .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"7\"")
        .endsWith("\"first_id\":\"7\",\"last_id\":\"7\",\"has_more\":true}");
  }
}
