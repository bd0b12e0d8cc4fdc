package io.tidegate.upstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeGuardTest {

  private static NodeGuard allowing(String what) {
    return NodeGuard.from(new Settings(Map.of(NodeGuard.SETTING, what)));
  }

  private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    for (String literal : literals) {
      found.add(InetAddress.getByName(literal));
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "http://169.254.0.1",
        "http://100.100.100.200/v1",
        "http://168.63.129.16",
        "http://192.0.0.192",
        "http://0.0.0.0:8000/v1",
        "http://224.0.0.1",
        "http://255.255.255.255",
        "http://[fd00:ec2::254]/v1",
        "http://[fe80::1]",
        "http://[::]",
        "http://[::ffff:169.254.169.254]",
        "http://[64:ff9b::169.254.169.254]",
        "http://metadata",
        "http://metadata.google.internal/computeMetadata",
        "http://Metadata.Google.Internal.",
        "http://instance-data.ec2.internal"
      })
  void metadataAndSpecialAddressesAreRefused(String url) {
    assertThat(NodeGuard.STRICT.refusal(URI.create(url)))
        .hasValueSatisfying(rule -> assertThat(rule).contains("tidegate.upstream.allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.7:8000/v1",
        "http://192.168.1.4",
        "http://172.16.0.1",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://[fd12:3456::1]",
        "http://gpu1:8000/v1",
        "https://api.deepseek.com",
        "http://metadata.example.com"
      })
  void privateAndPublicNodesAreGood(String url) {
    assertThat(NodeGuard.STRICT.refusal(URI.create(url))).isEmpty();
  }

  @Test
  void aNameThatLeadsToMetadataIsRefusedWhenItIsConnectedTo() throws Exception {
    assertThat(NodeGuard.STRICT.admitted("gpu1", addresses("169.254.169.254", "fd00:ec2::254")))
        .isEmpty();
    assertThat(NodeGuard.STRICT.admitted("gpu1", addresses("169.254.169.254", "10.0.0.7")))
        .isEqualTo(addresses("10.0.0.7"));
    assertThat(NodeGuard.STRICT.admitted("metadata", addresses("10.0.0.7"))).isEmpty();
  }

  @Test
  void whatIsAllowedIsGood() throws Exception {
    NodeGuard network = allowing("169.254.7.0/24");
    assertThat(network.refusal(URI.create("http://169.254.7.9"))).isEmpty();
    assertThat(network.refusal(URI.create("http://169.254.169.254"))).isPresent();

    NodeGuard name = allowing("metadata, gpu1");
    assertThat(name.refusal(URI.create("http://metadata"))).isEmpty();
    assertThat(name.admitted("gpu1", addresses("169.254.1.1"))).hasSize(1);
    assertThat(name.admitted("gpu2", addresses("169.254.1.1"))).isEmpty();
  }

  @Test
  void whatIsNeitherNameNorNetworkStopsTheStart() {
    assertThatThrownBy(() -> allowing("169.254.0.0/99"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("tidegate.upstream.allow");
  }
}
