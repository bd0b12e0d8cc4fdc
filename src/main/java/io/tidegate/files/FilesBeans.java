package io.tidegate.files;

import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.Ids;
import io.tidegate.store.JpaDatabase;
import io.tidegate.work.GuardedDuty;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Wires the files to the database. */
@ApplicationScoped
public class FilesBeans {

  @Inject private Pools pools;

  private Future<?> sweeping;

  void start(@Observes SettingsRead event, Files files) {
    sweeping =
        pools
            .timed(PoolName.FILES_CLOCKWORK)
            .scheduleWithFixedDelay(
                new GuardedDuty("expired files could not be removed", files::sweep),
                1,
                1,
                TimeUnit.MINUTES);
  }

  void stop(@Observes Shutdown event) {
    if (sweeping != null) {
      sweeping.cancel(false);
    }
  }

  @Produces
  @Singleton
  FilesConfig config(Settings settings) {
    return FilesConfig.from(settings);
  }

  @Produces
  @Singleton
  FileStore store(JpaDatabase database, JpaFileUse use, Sealing sealing) {
    return new SealedFiles(new JpaFiles(database, use), sealing);
  }

  @Produces
  @Singleton
  Files files(FileStore store, FilesConfig config, InstantSource wall, Ids ids) {
    return new Files(store, config, wall, ids);
  }
}
