package io.tidegate.history;

import io.tidegate.metrics.MicroProfileMetrics;
import io.tidegate.metrics.MicroProfileReader;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wires the history to the metrics, and lets it take its steps. */
@ApplicationScoped
public class HistoryBeans {

  private static final int BEATS = (int) (TimeUnit.SECONDS.toNanos(Hour.STEP) / Heartbeat.PERIOD);

  void start(@Observes SettingsRead event, FigureHistory history, Heartbeat beat) {
    beat.every(BEATS, history::step);
  }

  @Produces
  @Singleton
  FigureHistory history(MicroProfileMetrics metrics, LongSupplier clock, InstantSource wall) {
    MicroProfileReader reader = metrics.reader();
    return new FigureHistory(new FigureSampler(reader, reader), clock, wall);
  }
}
