package io.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

final class ServerDoorsTest {

  /** What an endpoint's MBean shows; nothing here. */
  public interface Endpoint {}

  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final ServerDoors doors = new ServerDoors(beans);

  @Test
  void aServerWithoutEndpointBeansSeemsOpen() {
    assertThat(doors.open()).isTrue();
  }

  @Test
  void itIsClosedWhileAnEndpointSeenBeforeIsMissing() throws Exception {
    ObjectName http = endpoint("http");
    ObjectName https = endpoint("https");
    assertThat(doors.open()).isTrue();

    beans.unregisterMBean(http);
    assertThat(doors.open()).isFalse();

    endpoint("http");
    assertThat(doors.open()).isTrue();
    beans.unregisterMBean(https);
    assertThat(doors.open()).isFalse();
  }

  private ObjectName endpoint(String name) throws Exception {
    ObjectName object = new ObjectName("WebSphere:feature=channelfw,type=endpoint,name=" + name);
    beans.registerMBean(new StandardMBean(new Endpoint() {}, Endpoint.class), object);
    return object;
  }
}
