package io.tidegate.testing;

import io.tidegate.store.JpaDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of its own for a test, with the product's schema: H2 in memory, or PostgreSQL. */
public final class TestDatabase implements AutoCloseable {

  private static EmbeddedPostgres server;

  private final EntityManagerFactory factory;
  private final DataSource source;
  private final Path directory;
  private final Runnable closing;

  private TestDatabase(DataSource source, String bytes, Path directory, Runnable closing) {
    this.source = source;
    this.directory = directory;
    this.closing = closing;
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .placeholders(Map.of("bytes", bytes))
        .load()
        .migrate();
    factory =
        Persistence.createEntityManagerFactory(
            "tidegate",
            Map.of(
                "jakarta.persistence.nonJtaDataSource",
                source,
                "eclipselink.logging.level",
                "OFF"));
  }

  /** An empty H2 in memory. */
  public static TestDatabase h2() {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
    return new TestDatabase(pool, "blob", null, pool::dispose);
  }

  /** An empty H2 in files in {@code directory}, as the product has it. */
  public static TestDatabase h2(Path directory) {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create("jdbc:h2:" + directory.resolve("tidegate"), "", "");
    return new TestDatabase(pool, "blob", directory, pool::dispose);
  }

  /** An empty database of the one PostgreSQL that is started for all tests of this JVM. */
  public static TestDatabase postgres() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
      return new TestDatabase(
          server().getDatabase("postgres", name), "bytea", directory(connection), () -> {});
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Runs {@code sql}, a statement that changes something. */
  public void execute(String sql) {
    database().run(manager -> manager.createNativeQuery(sql).executeUpdate());
  }

  private static Path directory(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show data_directory")) {
      rows.next();
      return Path.of(rows.getString(1));
    }
  }

  /** Whether {@code mark}, in ASCII, stands anywhere in the files that the database writes. */
  public boolean holds(String mark) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
      return LiveFiles.under(directory).stream()
          .anyMatch(file -> LiveFiles.content(file).contains(mark));
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The database as the product uses it. */
  public JpaDatabase database() {
    return new JpaDatabase(factory);
  }

  @Override
  public void close() {
    factory.close();
    closing.run();
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return server;
  }
}
