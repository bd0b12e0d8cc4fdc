package io.tidegate.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admission.Admission;
import io.tidegate.admission.AdmissionConfig;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.routing.nodes.NodeFile;
import io.tidegate.routing.nodes.NodeSpec;
import io.tidegate.routing.nodes.Pool;
import io.tidegate.routing.nodes.RoutingConfig;
import io.tidegate.settings.Settings;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server's administration sees of us, and that nothing of it stays behind. */
class MBeanDirectoryTest {

  private static final String[] TEXT = {String.class.getName()};

  @TempDir Path folder;

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final MBeanDirectory directory = new MBeanDirectory(server);
  private final RecordingMetrics metrics = new RecordingMetrics();
  private NodeAdministration nodes;

  @BeforeEach
  void start() {
    Settings settings = new Settings(Map.of());
    nodes =
        new NodeAdministration(
            new Pool(RoutingConfig.from(settings)),
            new NodeFile(folder.resolve("nodes.json")),
            metrics);
    nodes.start(List.of(NodeSpec.of("gpu1", URI.create("http://127.0.0.1:9/v1"))));
    directory.add("Nodes", new ManagedNodes(nodes), NodesMXBean.class);
    directory.add(
        "Queue",
        new ManagedQueue(new Admission(AdmissionConfig.from(settings), new ManualClock(), metrics)),
        QueueMXBean.class);
    directory.add("Jobs", new ManagedJobs(figure -> 3), JobsMXBean.class);
  }

  @Test
  void attributesArePlainNumbersAndTables() throws Exception {
    TabularData states = (TabularData) server.getAttribute(name("Nodes"), "States");
    assertThat(states.get(new Object[] {"gpu1"}).get("value")).isEqualTo("unknown");
    assertThat(server.getAttribute(name("Queue"), "Waiting")).isEqualTo(0);
    assertThat(server.getAttribute(name("Jobs"), "DeadLetters")).isEqualTo(3L);
  }

  @Test
  void aNodeIsDrainedAndResumed() throws Exception {
    server.invoke(name("Nodes"), "drain", new Object[] {"gpu1"}, TEXT);
    assertThat(nodes.find("gpu1").orElseThrow().condition()).isEqualTo("draining");
    server.invoke(name("Nodes"), "resume", new Object[] {"gpu1"}, TEXT);
    assertThat(nodes.find("gpu1").orElseThrow().condition()).isEqualTo("unknown");
  }

  @Test
  void aNodeThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> server.invoke(name("Nodes"), "drain", new Object[] {"gpu9"}, TEXT))
        .isInstanceOf(RuntimeMBeanException.class)
        .hasMessageContaining("gpu9");
  }

  @Test
  void nothingStaysBehind() throws Exception {
    directory.close();
    assertThat(server.queryNames(new ObjectName("io.tidegate:*"), null)).isEmpty();
  }

  @Test
  void whatAnEarlierDeploymentLeftIsReplaced() throws Exception {
    new MBeanDirectory(server).add("Jobs", new ManagedJobs(figure -> 4), JobsMXBean.class);
    assertThat(server.getAttribute(name("Jobs"), "Queued")).isEqualTo(4L);
  }

  private static ObjectName name(String type) throws Exception {
    return new ObjectName("io.tidegate:type=" + type);
  }
}
