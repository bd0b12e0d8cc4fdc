package io.tidegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.HAPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for brokers outside say the same as {@link QueuePlan}. */
final class ShippedBrokersTest {

  private static final String PRIMARY = "deploy/artemis/primary/broker.xml";
  private static final String BACKUP = "deploy/artemis/backup/broker.xml";

  private static final String MATCH = "tidegate.#";

  @ParameterizedTest
  @ValueSource(strings = {"docs/examples/broker.xml", PRIMARY, BACKUP})
  void hasTheQueuesAndSettingsOfTheBrokerInside(String file) throws Exception {
    Configuration shipped = read(file);
    Configuration inside = new ConfigurationImpl();
    QueuePlan.addTo(inside);

    assertThat(shipped.getAddressConfigurations())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(inside.getAddressConfigurations());
    assertThat(shipped.getAddressSettings().get(MATCH))
        .isEqualTo(inside.getAddressSettings().get(MATCH));
    assertThat(shipped.getIDCacheSize()).isEqualTo(inside.getIDCacheSize());
    assertThat(shipped.isPersistIDCache()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/examples/broker.xml", PRIMARY, BACKUP})
  void letsTheRoleOfTidegateDoWhatItDoes(String file) throws Exception {
    assertThat(read(file).getSecurityRoles().get(MATCH))
        .singleElement()
        .satisfies(
            role -> {
              assertThat(role.getName()).isEqualTo("amq");
              assertThat(role.isSend() && role.isConsume() && role.isBrowse()).isTrue();
            });
  }

  @Test
  void thePairIsAPrimaryAndItsBackup() throws Exception {
    assertThat(read(PRIMARY).getHAPolicyConfiguration().getType())
        .isEqualTo(HAPolicyConfiguration.TYPE.REPLICATION_PRIMARY_QUORUM_VOTING);
    assertThat(read(BACKUP).getHAPolicyConfiguration().getType())
        .isEqualTo(HAPolicyConfiguration.TYPE.REPLICATION_BACKUP_QUORUM_VOTING);
  }

  private static Configuration read(String file) throws Exception {
    FileConfiguration configuration = new FileConfiguration();
    FileDeploymentManager files = new FileDeploymentManager(Path.of(file).toUri().toString());
    files.addDeployable(configuration);
    files.readConfiguration();
    return configuration;
  }
}
