package io.tidegate.bench.limits;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL as durable as it comes, which the library for tests turns off, until the process is
 * ended; prints its URL.
 */
public final class Postgres {

  private Postgres() {}

  /** Starts it. */
  public static void main(String[] args) throws Exception {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    System.out.println(postgres.getJdbcUrl("postgres", "postgres"));
    Thread.currentThread().join();
  }
}
