package io.tidegate.store;

/** What Artemis says by its exceptions. */
final class JmsFailure {

  /** The class is the broker's own and not ours to load. */
  private static final String FULL = "ActiveMQAddressFullException";

  private JmsFailure() {}

  /** {@code thrown} in our words. */
  static BrokerException of(Exception thrown) {
    boolean full = false;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      full |= cause.getClass().getSimpleName().equals(FULL);
    }
    return new BrokerException(full, thrown);
  }
}
