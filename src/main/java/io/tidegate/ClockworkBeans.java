package io.tidegate;

import io.tidegate.routing.Timer;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Declares the threads that do things at their time: beats, maintenance, retries after a pause. */
@ApplicationScoped
public class ClockworkBeans {

  static final String NAME = "concurrent/tidegateClockwork";

  @Resource(lookup = NAME)
  private ManagedScheduledExecutorService clockwork;

  /** Does things once, later; short ones only, since the clockwork has few hands. */
  @Produces
  @Singleton
  Timer timer() {
    return (nanos, task) -> {
      var unused = clockwork.schedule(task, nanos, TimeUnit.NANOSECONDS);
    };
  }
}
