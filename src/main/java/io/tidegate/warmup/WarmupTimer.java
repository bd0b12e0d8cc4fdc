package io.tidegate.warmup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ScheduleExpression;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.LocalTime;

/** Fires at each time of the schedule, on every server; nothing of it outlives the server. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class WarmupTimer {

  @Resource private TimerService timers;
  @Inject private WarmupConfig config;
  @Inject private Provider<WarmupControl> desk;

  @PostConstruct
  void set() {
    if (config.enabled()) {
      config.schedule().forEach(this::set);
    }
  }

  private void set(LocalTime time) {
    ScheduleExpression daily =
        new ScheduleExpression().hour(time.getHour()).minute(time.getMinute()).second(0);
    var unused = timers.createCalendarTimer(daily, new TimerConfig(null, false));
  }

  @Timeout
  void due() {
    desk.get().due();
  }
}
