package io.tidegate.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantsTest {

  private static final Tenant ACME = tenant("acme");
  private static final Tenant OTHER = tenant("other");

  private final Tenants open = new Tenants(new TenantsConfig(Map.of()));

  @Test
  void servesThisMachineAndNobodyElseWithoutKeys() {
    assertThat(open.localOnly()).isTrue();
    assertThat(open.authenticate(null, true)).contains(caller("local"));
    assertThat(open.authenticate("sk-anything", true)).contains(caller("local"));
    assertThat(open.authenticate(null, false)).isEmpty();
    assertThat(open.authenticate("sk-anything", false)).isEmpty();
  }

  @Test
  void tellsTenantsByTheirKeysWhereverTheyCallFrom() throws Exception {
    Tenants tenants =
        new Tenants(new TenantsConfig(Map.of(sha("sk-one"), ACME, sha("sk-zw\u00f6lf"), OTHER)));

    assertThat(tenants.localOnly()).isFalse();
    assertThat(tenants.authenticate("sk-one", false)).map(Caller::tenant).contains(ACME);
    assertThat(tenants.authenticate("sk-one", true)).map(Caller::tenant).contains(ACME);
    assertThat(tenants.authenticate("sk-zw\u00f6lf", false)).map(Caller::tenant).contains(OTHER);
  }

  @Test
  void namesKeysByTheFirstDigitsOfTheirHashes() throws Exception {
    Tenants tenants = new Tenants(new TenantsConfig(Map.of(sha("sk-one"), ACME)));

    assertThat(tenants.authenticate("sk-one", false))
        .map(Caller::key)
        .contains(new KeyId("file-" + sha("sk-one").substring(0, 12)));
  }

  @Test
  void refusesUnknownKeysEvenFromThisMachine() throws Exception {
    Tenants tenants = new Tenants(new TenantsConfig(Map.of(sha("sk-one"), ACME)));

    assertThat(tenants.authenticate("sk-two", true)).isEmpty();
    assertThat(tenants.authenticate(null, true)).isEmpty();
    assertThat(tenants.authenticate("", true)).isEmpty();
    assertThat(tenants.authenticate(sha("sk-one"), true)).isEmpty();
  }

  @Test
  void findsTenantsByName() throws Exception {
    Tenants tenants = new Tenants(new TenantsConfig(Map.of(sha("sk-one"), ACME)));

    assertThat(tenants.find("acme")).contains(ACME);
    assertThat(tenants.find("local")).isEmpty();
    assertThat(open.find("local")).contains(tenant("local"));
    assertThat(open.find("acme")).isEmpty();
  }

  private static String sha(String key) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static Caller caller(String name) {
    return new Caller(tenant(name), KeyId.NONE);
  }

  private static Tenant tenant(String name) {
    return new Tenant(new TenantId(name), Priority.NORMAL, false);
  }
}
