package io.tidegate.broker;

import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/**
 * The queues and what becomes of their messages: tried ten times with growing, jittered pauses,
 * then laid aside; and refused, never dropped, when there are too many.
 *
 * <p>{@code docs/examples/broker.xml} says the same to a broker of its own.
 */
final class QueuePlan {

  private static final List<String> WORK =
      List.of("tidegate.jobs", "tidegate.batches", "tidegate.steps");
  private static final String DEAD = "tidegate.dead";

  private static final long IN_MEMORY = 16L << 20;
  private static final long ON_DISK = 1L << 30;

  /** How many duplicate ids are remembered for each queue; far more than are sent at a time. */
  private static final int REMEMBERED_IDS = 100_000;

  private QueuePlan() {}

  /** Lets the broker of {@code configuration} have the queues from its start. */
  static void addTo(Configuration configuration) {
    WORK.forEach(name -> configuration.addAddressConfiguration(queue(name)));
    configuration
        .addAddressConfiguration(queue(DEAD))
        .addAddressSetting("tidegate.#", settings())
        .setIDCacheSize(REMEMBERED_IDS)
        .setPersistIDCache(true);
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfig(
            QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true));
  }

  private static AddressSettings settings() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(10)
        .setRedeliveryDelay(1_000)
        .setRedeliveryMultiplier(2)
        .setMaxRedeliveryDelay(60_000)
        .setRedeliveryCollisionAvoidanceFactor(0.5)
        .setDeadLetterAddress(SimpleString.of(DEAD))
        .setExpiryAddress(SimpleString.of(DEAD))
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setMaxSizeBytes(IN_MEMORY)
        .setPageLimitBytes(ON_DISK)
        .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
        .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }
}
