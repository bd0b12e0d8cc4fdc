package io.tidegate.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenEndpointsTest {

  private static final String DOMAIN = "WebSphere:feature=channelfw,type=endpoint,name=";

  /** What an endpoint's MBean shows of its place. */
  public interface Endpoint {
    String getHost();

    int getPort();
  }

  /** What shows nothing of it. */
  public interface Silent {}

  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final OpenEndpoints endpoints = new OpenEndpoints(beans);

  private void open(String name, String host, int port) throws Exception {
    Endpoint endpoint =
        new Endpoint() {
          @Override
          public String getHost() {
            return host;
          }

          @Override
          public int getPort() {
            return port;
          }
        };
    beans.registerMBean(new StandardMBean(endpoint, Endpoint.class), new ObjectName(DOMAIN + name));
  }

  @Test
  void aServerWithoutEndpointBeansListensNowhere() {
    assertThat(endpoints.names()).isEmpty();
    assertThat(endpoints.address()).isNull();
  }

  @Test
  void anEndpointThatTellsNoAddressIsPassedBy() throws Exception {
    beans.registerMBean(
        new StandardMBean(new Silent() {}, Silent.class), new ObjectName(DOMAIN + "a"));
    assertThat(endpoints.address()).isNull();

    open("b-ssl", "localhost", 9443);
    assertThat(endpoints.address()).isEqualTo(URI.create("https://127.0.0.1:9443"));
  }

  @Test
  void theOneWithoutTlsIsTakenAndTheOtherOnceThatIsClosed() throws Exception {
    open("defaultHttpEndpoint-ssl", "*", 9443);
    open("defaultHttpEndpoint", "*", 9080);
    assertThat(endpoints.names()).hasSize(2);
    assertThat(endpoints.address()).isEqualTo(URI.create("http://127.0.0.1:9080"));

    beans.unregisterMBean(new ObjectName(DOMAIN + "defaultHttpEndpoint"));
    assertThat(endpoints.names()).hasSize(1);
    assertThat(endpoints.address()).isEqualTo(URI.create("https://127.0.0.1:9443"));
  }

  @ParameterizedTest
  @CsvSource({
    "*, 127.0.0.1",
    "0.0.0.0, 127.0.0.1",
    "10.1.2.3, 10.1.2.3",
    "gate1, gate1",
    "fd00::1, [fd00::1]",
    "[fd00::1], [fd00::1]"
  })
  void itsHostIsOneThatCanBeCalled(String host, String called) throws Exception {
    open("http", host, 80);

    assertThat(endpoints.address()).isEqualTo(URI.create("http://" + called + ":80"));
  }

  @Test
  void whereThereIsNoTlsIsTold() throws Exception {
    open("a", "*", 9080);
    open("b-ssl", "*", 9443);
    beans.registerMBean(
        new StandardMBean(new Silent() {}, Silent.class), new ObjectName(DOMAIN + "c"));

    assertThat(endpoints.cleartext()).containsExactly("*:9080");
  }
}
