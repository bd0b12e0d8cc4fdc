package io.tidegate.lifecycle;

import io.tidegate.settings.SettingsRead;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;

/** Starts all parts of the gateway, and ends a server that cannot. */
@ApplicationScoped
public class StartBeans {

  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Startup event,
      Event<SettingsRead> parts,
      Config config) {
    FirstStart first =
        new FirstStart(
            config.getOptionalValue(FirstStart.SETTING, Boolean.class).orElse(false),
            System.out,
            Runtime.getRuntime()::halt);
    System.out.println("Tidegate: reading the settings, opening the database");
    first.attempt(() -> parts.fire(new SettingsRead()));
  }
}
