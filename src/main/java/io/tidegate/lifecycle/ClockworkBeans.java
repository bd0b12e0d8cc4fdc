package io.tidegate.lifecycle;

import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import io.tidegate.work.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Declares the threads that do things at their time: beats, maintenance, retries after a pause. */
@ApplicationScoped
public class ClockworkBeans {

  @Inject private Pools pools;

  /** Does things once, later; short ones only, since the clockwork has few hands. */
  @Produces
  @Singleton
  Timer timer() {
    return (nanos, task) -> {
      var unused = pools.timed(PoolName.CLOCKWORK).schedule(task, nanos, TimeUnit.NANOSECONDS);
    };
  }
}
