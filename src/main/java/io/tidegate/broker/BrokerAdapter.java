package io.tidegate.broker;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Artemis's resource adapter with the broker inside: it starts the broker before any connection or
 * message-driven bean needs it, and stops it after the last. Where {@code tidegate.broker.url}
 * names another broker, it connects there instead.
 *
 * <p>The broker inside is reached from this JVM only, so that it needs no users of its own.
 */
public class BrokerAdapter extends ActiveMQResourceAdapter {

  private static final long serialVersionUID = 1L;

  private String dataDirectory = "tidegate-data/broker";

  /** Whether the broker inside was started. */
  private boolean embedded;

  /** Where journal, bindings, paging and large messages lie. */
  public String getDataDirectory() {
    return dataDirectory;
  }

  /** Sets where the broker keeps its data. */
  public void setDataDirectory(String directory) {
    dataDirectory = directory;
  }

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    RemoteBroker.from(ConfigProvider.getConfig())
        .ifPresentOrElse(broker -> broker.applyTo(this), () -> embedded = true);
    System.out.println("Tidegate: connecting jobs and batches to their broker");
    if (embedded) {
      setConnectorClassName(InVMConnectorFactory.class.getName());
      setConnectionParameters(SharedBroker.connectionParameters());
      try {
        SharedBroker.use(data());
      } catch (Exception failed) {
        throw new ResourceAdapterInternalException("the embedded broker cannot start", failed);
      }
    }
    super.start(context);
    LeftOnThreads.use();
  }

  @Override
  public void stop() {
    super.stop();
    if (embedded) {
      try {
        SharedBroker.leave(data());
      } catch (Exception failed) {
        throw new IllegalStateException("the embedded broker cannot stop", failed);
      }
    }
    LeftOnThreads.leave(BrokerAdapter.class.getClassLoader());
  }

  private Path data() {
    return Path.of(dataDirectory).toAbsolutePath().normalize();
  }
}
