package io.tidegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedBrokerTest {

  @TempDir private Path data;

  @Test
  void aSecondUserFindsTheBrokerRunningAndTheLastOneStopsIt() throws Exception {
    SharedBroker.use(data);
    SharedBroker.use(data);
    assertThat(reachable()).isTrue();

    SharedBroker.leave(data);
    assertThat(reachable()).as("while one user is left").isTrue();

    SharedBroker.leave(data);
    assertThat(reachable()).as("after the last user").isFalse();
  }

  @Test
  void itStartsAgainOnTheSameData() throws Exception {
    SharedBroker.use(data);
    SharedBroker.leave(data);

    SharedBroker.use(data);

    assertThat(reachable()).isTrue();
    SharedBroker.leave(data);
  }

  private static boolean reachable() {
    return InVMRegistry.instance.getAcceptor(0) != null;
  }
}
