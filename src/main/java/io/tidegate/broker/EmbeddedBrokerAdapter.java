package io.tidegate.broker;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;

/**
 * Artemis's resource adapter with the broker inside: it starts the broker before any connection or
 * message-driven bean needs it, and stops it after the last.
 *
 * <p>The broker is reached from this JVM only, so that it needs no users of its own.
 */
public class EmbeddedBrokerAdapter extends ActiveMQResourceAdapter {

  private static final long serialVersionUID = 1L;

  private transient EmbeddedActiveMQ broker;
  private String dataDirectory = "tidegate-data/broker";

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
    try {
      broker = new EmbeddedActiveMQ().setConfiguration(configuration(Path.of(dataDirectory)));
      broker.start();
    } catch (Exception failed) {
      throw new ResourceAdapterInternalException("the embedded broker cannot start", failed);
    }
    super.start(context);
  }

  @Override
  public void stop() {
    super.stop();
    try {
      broker.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("the embedded broker cannot stop", failed);
    }
  }

  private static Configuration configuration(Path data) {
    return new ConfigurationImpl()
        .setName("tidegate")
        .setPersistenceEnabled(true)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setJournalType(JournalType.NIO)
        .setJournalDirectory(data.resolve("journal").toString())
        .setBindingsDirectory(data.resolve("bindings").toString())
        .setPagingDirectory(data.resolve("paging").toString())
        .setLargeMessagesDirectory(data.resolve("large-messages").toString())
        .setAcceptorConfigurations(
            Set.of(
                new TransportConfiguration(
                    InVMAcceptorFactory.class.getName(), Map.of("serverId", "0"))));
  }
}
