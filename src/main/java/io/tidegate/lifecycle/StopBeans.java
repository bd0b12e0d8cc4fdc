package io.tidegate.lifecycle;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Learns that the application will be stopped while it still answers. The server destroys such
 * beans before it takes the application's paths away; every event of CDI's or of servlets comes
 * after that, when callers already get the server's own 404.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class StopBeans {

  @Inject private Instance<LifecycleBeans> lifecycle;

  @PreDestroy
  void stop() {
    lifecycle.get().leave();
  }
}
