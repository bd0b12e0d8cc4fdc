package io.tidegate.store;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables of a database to what this version needs. */
public final class Migrations {

  /**
   * In Liberty found by the empty file flyway.location in it; so is db/callback, which is empty.
   */
  private static final String SCRIPTS = "classpath:db/migration";

  private final DataSource database;
  private final StoreConfig.Vendor vendor;

  /** The migrations of {@code database}, which is one of {@code vendor}. */
  public Migrations(DataSource database, StoreConfig.Vendor vendor) {
    this.database = requireNonNull(database, "database");
    this.vendor = requireNonNull(vendor, "vendor");
  }

  /**
   * Does those that have not been done; of several servers one does them, and the others wait.
   *
   * @throws StoreException if the database is away, or its tables are not what they should be
   */
  public void run() {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database)
          .locations(SCRIPTS)
          .placeholders(Map.of("bytes", vendor.bytes()))
          .load()
          .migrate();
    } catch (RuntimeException failed) {
      throw new StoreException(failed);
    }
  }
}
