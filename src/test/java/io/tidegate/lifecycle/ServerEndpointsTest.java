package io.tidegate.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.jit.OpenEndpoints;
import io.tidegate.testing.ManualClock;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

final class ServerEndpointsTest {

  /** What an endpoint's MBean shows; nothing here. */
  public interface Endpoint {}

  private final ManualClock clock = new ManualClock();
  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final ServerEndpoints doors = new ServerEndpoints(new OpenEndpoints(beans), clock);

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

  @Test
  void anEndpointClosedForGoodIsForgottenAfterAMinute() throws Exception {
    ObjectName https = endpoint("https");
    endpoint("http");
    assertThat(doors.open()).isTrue();

    beans.unregisterMBean(https);
    clock.advance(Duration.ofMinutes(1));
    assertThat(doors.open()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(doors.open()).isTrue();
  }

  private ObjectName endpoint(String name) throws Exception {
    ObjectName object = new ObjectName("WebSphere:feature=channelfw,type=endpoint,name=" + name);
    beans.registerMBean(new StandardMBean(new Endpoint() {}, Endpoint.class), object);
    return object;
  }
}
