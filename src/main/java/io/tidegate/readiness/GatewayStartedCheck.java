package io.tidegate.readiness;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the server has started the application {@code tidegate} and is not stopping it.
 *
 * <p>The gateway cannot say so itself: as soon as its application is told to stop, the server no
 * longer asks it, and with nobody to ask it says UP. Needs Liberty's MBean of the application;
 * without one it is not ready.
 */
@Readiness
@ApplicationScoped
public class GatewayStartedCheck implements HealthCheck {

  private static final String APPLICATION =
      "WebSphere:service=com.ibm.websphere.application.ApplicationMBean,name=tidegate";

  @Override
  public HealthCheckResponse call() {
    String state = state(ManagementFactory.getPlatformMBeanServer());
    return HealthCheckResponse.named("application")
        .withData("state", state)
        .status(state.equals("STARTED"))
        .build();
  }

  static String state(MBeanServer beans) {
    try {
      return String.valueOf(beans.getAttribute(new ObjectName(APPLICATION), "State"));
    } catch (JMException away) {
      return "AWAY";
    }
  }
}
