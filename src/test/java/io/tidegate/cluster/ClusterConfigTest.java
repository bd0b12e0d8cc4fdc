package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterConfigTest {

  @Test
  void isAloneByDefault() {
    assertThat(ClusterConfig.from(new Settings(Map.of())))
        .isEqualTo(
            new ClusterConfig(
                false, "tidegate", 5701, List.of(), 1, Duration.ofSeconds(5), "", "", ""));
  }

  @Test
  void readsEveryKey() {
    Settings settings =
        new Settings(
            Map.of(
                "tidegate.cluster.enabled", "true",
                "tidegate.cluster.name", "north",
                "tidegate.cluster.port", "5751",
                "tidegate.cluster.members", "one, two.example:5752",
                "tidegate.cluster.size", "3",
                "tidegate.cluster.lease-time", "PT8S"));

    assertThat(ClusterConfig.from(settings))
        .isEqualTo(
            new ClusterConfig(
                true,
                "north",
                5751,
                List.of("one", "two.example:5752"),
                3,
                Duration.ofSeconds(8),
                "",
                "",
                ""));
    assertThat(settings.unknown()).isEmpty();
  }

  @Test
  void findsServersByOneNameOrByAList() {
    Map<String, String> named =
        Map.of("tidegate.cluster.enabled", "true", "tidegate.cluster.dns", "all.gates.svc");
    Map<String, String> both =
        Map.of("tidegate.cluster.members", "one", "tidegate.cluster.dns", "all.gates.svc");

    assertThat(ClusterConfig.from(new Settings(named)).dns()).isEqualTo("all.gates.svc");
    assertThatThrownBy(() -> ClusterConfig.from(new Settings(both)))
        .isInstanceOf(SettingException.class)
        .hasMessage("tidegate.cluster.dns cannot be set together with tidegate.cluster.members");
  }

  @Test
  void expectsAsManyServersAsItNames() {
    Map<String, String> listed =
        Map.of("tidegate.cluster.enabled", "true", "tidegate.cluster.members", "one,two,three");

    assertThat(ClusterConfig.from(new Settings(listed)).size()).isEqualTo(3);
  }

  @Test
  void membersWithoutAPortHaveOurs() {
    assertThat(ClusterConfig.address("one", 5751)).isEqualTo("one:5751");
    assertThat(ClusterConfig.address("two:5752", 5751)).isEqualTo("two:5752");
  }

  @ParameterizedTest
  @CsvSource({
    "enabled, perhaps",
    "port, 0",
    "dns, host:5701",
    "port, 65536",
    "members, http://one",
    "members, one:0",
    "members, one:70000",
    "members, one two",
    "size, 0",
    "size, 101",
    "lease-time, PT2S",
    "lease-time, PT61S",
    "lease-time, 5",
  })
  void namesTheKeyThatBreaksARule(String key, String value) {
    Settings settings = new Settings(Map.of("tidegate.cluster." + key, value));

    assertThatThrownBy(() -> ClusterConfig.from(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("tidegate.cluster." + key + " ");
  }

  @Test
  void aSecretChangesTheNameThatMembersShareAndIsNeverShown() {
    ClusterConfig open = ClusterConfig.from(new Settings(Map.of()));
    ClusterConfig one = open.withSecret("only-for-this-test-1");
    ClusterConfig other = open.withSecret("only-for-this-test-2");

    assertThat(open.sharedName()).isEqualTo("tidegate");
    assertThat(one.sharedName()).startsWith("tidegate-").isNotEqualTo(other.sharedName());
    assertThat(one.sharedName()).isEqualTo(open.withSecret("only-for-this-test-1").sharedName());
    assertThat(one.toString()).doesNotContain("only-for-this-test", one.sharedName());
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.cluster.secret, short, must have 16 characters or more",
    "tidegate.cluster.secret-file, /nowhere, cannot be read: /nowhere",
    "tidegate.cluster.address, gate1, must be an IP address"
  })
  void whatIsWrongWithSecretAndAddressIsNamed(String key, String value, String rule) {
    assertThatThrownBy(() -> ClusterConfig.from(new Settings(Map.of(key, value))))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            rule.startsWith("must be")
                ? key + " " + rule + ", as 10.0.0.7 or 10.0.0.*"
                : key + " " + rule);
  }
}
