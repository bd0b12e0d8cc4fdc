package io.tidegate.broker;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQRAProperties;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.eclipse.microprofile.config.Config;

/**
 * A broker, or several, outside of this JVM.
 *
 * @param url as Artemis's clients read it: {@code tcp://host:61616}, or {@code
 *     (tcp://a:61616,tcp://b:61616)?ha=true}
 * @param user the user's name, or nothing
 * @param password the user's password, or nothing
 */
record RemoteBroker(String url, Optional<String> user, Optional<String> password) {

  private static final String PREFIX = "tidegate.broker.";

  RemoteBroker {
    requireNonNull(url, "url");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
  }

  /** The broker that {@code config} names, if any. */
  static Optional<RemoteBroker> from(Config config) {
    return text(config, "url")
        .map(url -> new RemoteBroker(url, text(config, "user"), text(config, "password")));
  }

  /**
   * Lets {@code adapter} connect to it.
   *
   * @throws IllegalArgumentException if the address cannot be read; its message names the key
   */
  void applyTo(ActiveMQResourceAdapter adapter) {
    try (ActiveMQConnectionFactory parsed = new ActiveMQXAConnectionFactory(url)) {
      ActiveMQRAProperties properties = adapter.getProperties();
      TransportConfiguration[] brokers = parsed.getStaticConnectors();
      // The lists, not the texts: those cannot hold a comma or a semicolon in a value.
      properties.setParsedConnectorClassNames(
          Arrays.stream(brokers).map(TransportConfiguration::getFactoryClassName).toList());
      properties.setParsedConnectionParameters(
          Arrays.stream(brokers).map(TransportConfiguration::getCombinedParams).toList());
      adapter.setHA(parsed.isHA());
      user.ifPresent(adapter::setUserName);
      password.ifPresent(adapter::setPassword);
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException(
          PREFIX + "url must be an address like tcp://host:61616", unreadable);
    }
  }

  private static Optional<String> text(Config config, String name) {
    return config
        .getOptionalValue(PREFIX + name, String.class)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
