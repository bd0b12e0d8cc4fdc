package io.tidegate.bench.limits;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a database can do by itself: rows of a kilobyte, each in a transaction of its own, and a
 * hundred in one.
 */
public final class DatabaseLimit {

  private static final int THREADS = 16;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final byte[] ROW = new byte[1024];

  private DatabaseLimit() {}

  /**
   * Measures the database at the URL {@code args[0]}, whose bytes are of the type {@code args[1]}.
   */
  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(args[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("create table limits (id bigint primary key, body " + args[1] + ")");
      for (int rows : new int[] {1, 100}) {
        System.out.printf(
            "%d rows a transaction, %d threads: %d rows/s%n",
            rows, THREADS, perSecond(args[0], rows));
      }
      statement.execute("drop table limits");
    }
  }

  private static long perSecond(String url, int rows) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Callable<Long>> writers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      long first = thread * 1_000_000_000L + rows * 100_000_000_000L;
      writers.add(() -> write(url, first, rows));
    }
    long begun = System.nanoTime();
    long written = 0;
    for (Future<Long> writer : pool.invokeAll(writers)) {
      written += writer.get();
    }
    pool.shutdown();
    return written * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begun);
  }

  private static long write(String url, long first, int rows) throws SQLException {
    long id = first;
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert =
            connection.prepareStatement("insert into limits (id, body) values (?, ?)")) {
      connection.setAutoCommit(false);
      for (long begun = System.nanoTime(); System.nanoTime() - begun < NANOS; ) {
        for (int row = 0; row < rows; row++) {
          insert.setLong(1, id++);
          insert.setBytes(2, ROW);
          insert.addBatch();
        }
        var unused = insert.executeBatch();
        connection.commit();
      }
    }
    return id - first;
  }
}
