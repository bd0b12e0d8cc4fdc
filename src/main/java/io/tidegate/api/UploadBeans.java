package io.tidegate.api;

import io.tidegate.Gateway;
import io.tidegate.api.batches.HttpFiles;
import io.tidegate.api.http.CallServices;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.files.Files;
import io.tidegate.files.FilesConfig;
import io.tidegate.settings.SettingsRead;
import io.tidegate.tenants.Tenants;
import io.tidegate.work.Heartbeat;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import io.tidegate.work.TenantQueue;
import io.tidegate.work.TenantShares;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Wires the HTTP face of files and batches, with threads of its own for what waits. */
@ApplicationScoped
public class UploadBeans {

  private static final int WAITING = 32;

  /** Each holds a piece in memory. */
  private static final int MOST_DOWNLOADS = 64;

  /** What a form has besides its file. */
  private static final int FORM_BYTES = 64 << 10;

  /** A second. */
  private static final int BEATS = 10;

  @Inject private Pools pools;

  void start(@Observes SettingsRead event, HttpDownload.Desk downloads, Heartbeat beat) {
    beat.every(BEATS, downloads::tick);
  }

  void stop(@Observes Shutdown event, HttpDownload.Desk downloads) {
    downloads.stop();
  }

  @Produces
  @Singleton
  HttpFiles.Benches benches(
      HttpDownload.Desk downloads, CallServices desk, Tenants tenants, Gateway gateway) {
    IntSupplier quarters = () -> ApiBeans.quarters(tenants);
    return new HttpFiles.Benches(
        bench(PoolName.FILES, quarters, desk, gateway),
        // Apart from the others: a slow sender holds one of these threads.
        bench(PoolName.UPLOADS, quarters, desk, gateway),
        downloads,
        new TenantShares(MOST_DOWNLOADS, quarters));
  }

  private HttpBlockingWork bench(
      PoolName pool, IntSupplier quarters, CallServices desk, Gateway gateway) {
    int threads = pools.most(pool);
    HttpBlockingWork.Room room = new HttpBlockingWork.Room(threads, threads + WAITING, quarters);
    return new HttpBlockingWork(pools.of(pool), room, desk, gateway::leaving);
  }

  @Produces
  @Singleton
  HttpDownload.Desk downloads(LongSupplier clock) {
    Executor files = pools.of(PoolName.FILES);
    // Half of the threads are left to requests about files, however many are downloaded.
    int most = Math.max(1, pools.most(PoolName.FILES) / 2);
    return new HttpDownload.Desk(
        files, new TenantQueue(files, most), clock, ConcurrentHashMap.newKeySet());
  }

  @Produces
  @Singleton
  HttpFiles files(Files stored, FilesConfig config, HttpFiles.Benches benches) {
    return new HttpFiles(stored, benches, config.maxBytes() + FORM_BYTES);
  }
}
