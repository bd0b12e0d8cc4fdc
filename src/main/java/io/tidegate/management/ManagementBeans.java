package io.tidegate.management;

import io.tidegate.admission.Admission;
import io.tidegate.cache.AnswerCache;
import io.tidegate.history.FigureHistory;
import io.tidegate.routing.nodes.NodeAdministration;
import io.tidegate.settings.SettingsRead;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import java.lang.management.ManagementFactory;

/** Shows the MXBeans while the application runs. */
@ApplicationScoped
public class ManagementBeans {

  private final MBeanDirectory directory =
      new MBeanDirectory(ManagementFactory.getPlatformMBeanServer());

  void start(
      @Observes SettingsRead event,
      NodeAdministration nodes,
      Admission admission,
      AnswerCache cache,
      FigureHistory history) {
    directory.add("Nodes", new ManagedNodes(nodes), NodesMXBean.class);
    directory.add("Queue", new ManagedQueue(admission), QueueMXBean.class);
    directory.add("Cache", new ManagedCache(cache::view), CacheMXBean.class);
    directory.add(
        "Jobs", new ManagedJobs(figure -> history.now().lately().of(figure)), JobsMXBean.class);
  }

  void stop(@Observes Shutdown event) {
    directory.close();
  }
}
