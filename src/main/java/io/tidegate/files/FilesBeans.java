package io.tidegate.files;

import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.store.Ids;
import io.tidegate.store.JpaDatabase;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Wires the files to the database. */
@ApplicationScoped
public class FilesBeans {

  private static final Logger LOG = System.getLogger(FilesBeans.class.getName());

  @Inject private Pools pools;

  private Future<?> sweeping;

  void start(@Observes SettingsRead event, Files files) {
    sweeping =
        pools
            .timed(PoolName.FILES_CLOCKWORK)
            .scheduleWithFixedDelay(() -> sweep(files), 1, 1, TimeUnit.MINUTES);
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
  FileStore store(JpaDatabase database, Sealing sealing) {
    return new SealedFiles(new JpaFiles(database), sealing);
  }

  @Produces
  @Singleton
  Files files(FileStore store, FileUse use, FilesConfig config, InstantSource wall, Ids ids) {
    return new Files(store, use, config, wall, ids);
  }

  /** A duty that throws would not be done again. */
  private static void sweep(Files files) {
    try {
      files.sweep();
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "expired files could not be removed", failed);
    }
  }
}
