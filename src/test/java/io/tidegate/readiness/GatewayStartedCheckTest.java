package io.tidegate.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class GatewayStartedCheckTest {

  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

  /** What the check reads of Liberty's bean. */
  public interface ApplicationMBean {
    /** The state, as Liberty spells it. */
    String getState();
  }

  /** An application in a state. */
  public record Application(String getState) implements ApplicationMBean {}

  @Test
  void tellsTheStateThatTheServerTells() throws Exception {
    beans.registerMBean(
        new Application("STOPPING"),
        new ObjectName(
            "WebSphere:service=com.ibm.websphere.application.ApplicationMBean,name=tidegate"));

    assertThat(GatewayStartedCheck.state(beans)).isEqualTo("STOPPING");
  }

  @Test
  void aServerWithoutTheApplicationHasItAway() {
    assertThat(GatewayStartedCheck.state(beans)).isEqualTo("AWAY");
  }
}
