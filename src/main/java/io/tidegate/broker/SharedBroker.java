package io.tidegate.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCounterRebuildManager;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * The one broker of a data directory, for as long as any adapter uses it.
 *
 * <p>When the server's configuration changes, Liberty starts a new adapter before it stops the old
 * one; a second broker would wait for the first one's lock on the journal, and the server with it.
 * Thread-safe.
 *
 * <p>INVARIANT: a broker runs exactly while its users are more than zero.
 */
final class SharedBroker {

  /**
   * By which number connections in this JVM find it, and that they pool no buffers: the pool hangs
   * a thread local on each thread that sends, and the server's threads outlive the application.
   */
  private static final SortedMap<String, Object> TRANSPORT =
      new TreeMap<>(
          Map.of(
              TransportConstants.SERVER_ID_PROP_NAME,
              "0",
              TransportConstants.BUFFER_POOLING,
              "false"));

  /** How long writes are gathered for one flush; Artemis guesses for disks of long ago. */
  private static final int GATHERING_NANOS = 500_000;

  /**
   * The one logger that Artemis makes only where the journal has something in it. The server's
   * loggers hold the class that asked for them first, and each deployment holds those before it: so
   * the first one asks for all, and no later one is held.
   */
  @SuppressWarnings("UnusedVariable")
  private static final Logger OF_LATER_STARTS =
      Logger.getLogger(PageCounterRebuildManager.class.getName());

  private static final Map<Path, SharedBroker> RUNNING = new HashMap<>();

  private final EmbeddedActiveMQ broker;
  private int users;

  private SharedBroker(EmbeddedActiveMQ broker) {
    this.broker = broker;
  }

  /** How connections find it, as a resource adapter is told. */
  static String connectionParameters() {
    return TRANSPORT.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(";"));
  }

  /** Starts the broker of {@code data} unless it runs. */
  static void use(Path data) throws Exception {
    synchronized (RUNNING) {
      SharedBroker shared = RUNNING.get(data);
      if (shared == null) {
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration(data));
        broker.start();
        shared = new SharedBroker(broker);
        RUNNING.put(data, shared);
      }
      shared.users++;
    }
  }

  /** Stops the broker of {@code data} when this was its last user. */
  static void leave(Path data) throws Exception {
    synchronized (RUNNING) {
      SharedBroker shared = RUNNING.get(data);
      if (shared != null && --shared.users == 0) {
        RUNNING.remove(data);
        shared.broker.stop();
        endConnectors();
      }
    }
  }

  /**
   * Ends the threads that connections in this JVM share: by themselves they would end a minute
   * later, and until then hold the whole application.
   */
  private static void endConnectors() {
    if (RUNNING.isEmpty()) {
      InVMConnector.resetThreadPool();
    }
  }

  private static Configuration configuration(Path data) {
    Configuration configuration =
        new ConfigurationImpl()
            .setName("tidegate")
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalBufferTimeout_NIO(GATHERING_NANOS)
            .setJournalSyncTransactional(true)
            .setJournalSyncNonTransactional(true)
            .setJournalDirectory(data.resolve("journal").toString())
            .setBindingsDirectory(data.resolve("bindings").toString())
            .setPagingDirectory(data.resolve("paging").toString())
            .setLargeMessagesDirectory(data.resolve("large-messages").toString())
            .setAcceptorConfigurations(
                Set.of(
                    new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.copyOf(TRANSPORT))));
    QueuePlan.addTo(configuration);
    return configuration;
  }
}
