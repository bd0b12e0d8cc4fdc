package io.tidegate.it.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** One broker of a pair in a process of its own, as its {@code broker.xml} says. */
public final class PairedBroker {

  static final String USER = "tidegate";
  static final String PASSWORD = "trying";

  /** What it prints when clients can use it. */
  static final String ACTIVE = "active";

  /** What it prints when it has all that the other one has. */
  static final String IN_STEP = "in step";

  private static final String WAITING = "waiting";

  /** All that it prints of itself, each on a line of its own. */
  static final List<String> PARTS = List.of(ACTIVE, IN_STEP, WAITING);

  /** Would write a line about each message; held here, or what is set would be forgotten. */
  private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

  private static final long PAUSE_MILLIS = 100;

  private PairedBroker() {}

  /**
   * Runs it until the JVM ends, and prints each change of its part. Its data are in the directory
   * that the system property {@code artemis.instance} names, as for a broker of the distribution.
   *
   * @param arguments its {@code broker.xml}
   */
  public static void main(String[] arguments) throws Exception {
    AUDIT.setLevel(Level.OFF);
    ActiveMQJAASSecurityManager users =
        new ActiveMQJAASSecurityManager(
            InVMLoginModule.class.getName(),
            new SecurityConfiguration(Map.of(USER, PASSWORD), Map.of(USER, List.of("amq"))));
    EmbeddedActiveMQ broker =
        new EmbeddedActiveMQ()
            .setSecurityManager(users)
            .setConfigResourcePath(Path.of(arguments[0]).toUri().toString())
            .start();
    String part = "";
    while (true) {
      String now = part(broker.getActiveMQServer());
      if (!now.equals(part)) {
        System.out.println(now);
      }
      part = now;
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static String part(ActiveMQServer broker) {
    if (broker.isActive()) {
      return ACTIVE;
    }
    return broker.isReplicaSync() ? IN_STEP : WAITING;
  }
}
