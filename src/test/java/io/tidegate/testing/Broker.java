package io.tidegate.testing;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis as the users of {@code docs/examples/broker.xml} have it. */
public final class Broker implements AutoCloseable {

  private static final Path EXAMPLE = Path.of("docs/examples/broker.xml");

  private final EmbeddedActiveMQ broker;

  private Broker(EmbeddedActiveMQ broker) {
    this.broker = broker;
  }

  /**
   * One that keeps its data in {@code data} and listens at {@code acceptor}.
   *
   * @param change what is to be different about its queues
   */
  public static Broker start(Path data, String acceptor, Consumer<AddressSettings> change)
      throws Exception {
    FileConfiguration configuration = new FileConfiguration();
    FileDeploymentManager files = new FileDeploymentManager(EXAMPLE.toUri().toString());
    files.addDeployable(configuration);
    files.readConfiguration();

    configuration
        .setJournalDirectory(data.resolve("journal").toString())
        .setBindingsDirectory(data.resolve("bindings").toString())
        .setPagingDirectory(data.resolve("paging").toString())
        .setLargeMessagesDirectory(data.resolve("large-messages").toString());
    configuration.getAddressSettings().values().forEach(change);
    configuration.getAcceptorConfigurations().clear();
    configuration.addAcceptorConfiguration("test", acceptor);
    return new Broker(new EmbeddedActiveMQ().setConfiguration(configuration).start());
  }

  /**
   * Runs a broker until the JVM ends.
   *
   * @param arguments the directory for its data; its port on this machine
   */
  public static void main(String[] arguments) throws Exception {
    var unused = start(Path.of(arguments[0]), "tcp://localhost:" + arguments[1], settings -> {});
    System.out.println("the broker is ready");
  }

  /** How many messages lie in {@code queue}. */
  public long messages(String queue) {
    return broker.getActiveMQServer().locateQueue(queue).getMessageCount();
  }

  @Override
  public void close() {
    try {
      broker.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the broker cannot stop", failed);
    }
  }
}
