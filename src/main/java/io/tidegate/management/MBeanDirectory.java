package io.tidegate.management;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Our MXBeans in an MBean server, as {@code io.tidegate:type=…}. They have to leave it with the
 * application, which would otherwise be held by them. Thread-safe.
 */
final class MBeanDirectory implements AutoCloseable {

  private static final Logger LOG = System.getLogger(MBeanDirectory.class.getName());
  private static final String DOMAIN = "io.tidegate:type=";

  private final MBeanServer server;
  private final List<ObjectName> names = new ArrayList<>();

  /** A directory in {@code server}, of nothing yet. */
  MBeanDirectory(MBeanServer server) {
    this.server = requireNonNull(server, "server");
  }

  /**
   * Shows {@code bean} under {@code type}, in the place of one that an earlier deployment left
   * behind. If the server does not take it nothing else is harmed.
   */
  synchronized <T> void add(String type, T bean, Class<T> shown) {
    try {
      ObjectName name = new ObjectName(DOMAIN + type);
      StandardMBean mbean = new StandardMBean(bean, shown, true);
      try {
        server.registerMBean(mbean, name);
      } catch (InstanceAlreadyExistsException left) {
        server.unregisterMBean(name);
        server.registerMBean(mbean, name);
      }
      names.add(name);
    } catch (JMException refused) {
      LOG.log(Level.WARNING, "the MBean " + type + " is not shown", refused);
    }
  }

  /** Takes all away. */
  @Override
  public synchronized void close() {
    for (ObjectName name : names) {
      try {
        server.unregisterMBean(name);
      } catch (JMException gone) {
        LOG.log(Level.DEBUG, "an MBean was gone already", gone);
      }
    }
    names.clear();
  }
}
