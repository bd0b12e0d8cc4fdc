package io.tidegate.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.InternalThreadLocalMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
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

  /** As the resource adapter's connections do it, on a thread that outlives the application. */
  @Test
  void leavesNothingOnThreadsThatSend() throws Exception {
    SharedBroker.use(data);
    FutureTask<Object> sending = new FutureTask<>(() -> leftBySending(transport()));
    Thread sender = new Thread(sending);
    sender.start();

    assertThat(sending.get(30, TimeUnit.SECONDS)).isNull();
    SharedBroker.leave(data);
  }

  @Test
  void theLastOneLeavesNoThreadsOfConnections() throws Exception {
    SharedBroker.use(data);
    var unused = leftBySending(transport());
    assertThat(connectorThreads()).isPositive();

    SharedBroker.leave(data);

    assertThat(connectorThreads()).isZero();
  }

  private static long connectorThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("remoting.impl.invm"))
        .count();
  }

  private static TransportConfiguration transport() {
    Map<String, Object> parameters =
        Stream.of(SharedBroker.connectionParameters().split(";"))
            .map(parameter -> parameter.split("="))
            .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
    return new TransportConfiguration(InVMConnectorFactory.class.getName(), parameters);
  }

  private static Object leftBySending(TransportConfiguration transport) {
    try (ServerLocator locator = ActiveMQClient.createServerLocatorWithoutHA(transport);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = factory.createSession();
        ClientProducer producer = session.createProducer("tidegate.jobs")) {
      ClientMessage message = session.createMessage(true);
      message.getBodyBuffer().writeString("forty bytes or so of text for the queue");
      producer.send(message);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    return InternalThreadLocalMap.getIfSet();
  }

  private static boolean reachable() {
    return InVMRegistry.instance.getAcceptor(0) != null;
  }
}
