package io.tidegate.it.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL that can be restarted with its data. */
final class PostgresProcess implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  /** Starts one with an empty directory {@code data}. */
  PostgresProcess(Path data, int port) {
    this.data = data;
    this.port = port;
    start();
  }

  /** What a server needs to find it. */
  Map<String, String> settings() {
    return Map.of(
        "TIDEGATE_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "TIDEGATE_DATABASE_USER",
        "postgres",
        "TIDEGATE_DATABASE_PASSWORD",
        "postgres");
  }

  /** Stops and starts it again. */
  CrashRun.Blow restart() {
    return new CrashRun.Blow("restart of PostgreSQL", this::close, this::start);
  }

  private void start() {
    try {
      running =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
