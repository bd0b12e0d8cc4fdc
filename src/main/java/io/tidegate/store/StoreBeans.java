package io.tidegate.store;

import io.tidegate.metrics.Metric;
import io.tidegate.metrics.Metrics;
import io.tidegate.sealing.Sealing;
import io.tidegate.settings.Settings;
import io.tidegate.settings.SettingsRead;
import io.tidegate.work.PoolName;
import io.tidegate.work.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.jms.ConnectionFactory;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Wires the store to the server's database and broker. */
@ApplicationScoped
public class StoreBeans {

  private static final Logger LOG = System.getLogger(StoreBeans.class.getName());

  @Inject private Pools pools;

  @Resource(lookup = "jdbc/tidegate")
  private DataSource database;

  @PersistenceUnit(unitName = "tidegate")
  private EntityManagerFactory entities;

  @Resource(lookup = "jms/tidegate")
  private ConnectionFactory broker;

  @Inject private Settings settings;
  @Inject private InstantSource wall;

  private StoreConfig config;
  private Migrations migrations;
  private JpaSealingKeys keys;
  private ScheduledFuture<?> retrying;
  private ScheduledFuture<?> relaying;
  private ScheduledFuture<?> looking;
  private ScheduledFuture<?> counting;

  @PostConstruct
  void configure() {
    config = StoreConfig.from(settings);
    migrations = new Migrations(database, config.vendor());
  }

  @Produces
  @Singleton
  StoreConfig config() {
    return config;
  }

  @Produces
  @Singleton
  JpaDatabase database() {
    return new JpaDatabase(entities);
  }

  @Produces
  @Singleton
  Publisher publisher() {
    return new JmsPublisher(broker);
  }

  @Produces
  @Singleton
  Outbox outbox(JpaDatabase database) {
    return new JpaOutbox(database);
  }

  @Produces
  @Singleton
  OutboxRelay relay(Outbox outbox, Publisher publisher, InstantSource wall, Metrics metrics) {
    OutboxRelay relay = new OutboxRelay(outbox, publisher, wall, pools.of(PoolName.STORE), metrics);
    metrics.gauge(Metric.BROKER_FULL, () -> relay.full() ? 1 : 0);
    return relay;
  }

  @Produces
  @Singleton
  StoreWatch watch(Outbox outbox, DeadLetters letters, InstantSource wall, Metrics metrics) {
    StoreWatch watch = new StoreWatch(outbox, letters, wall);
    metrics.gauge(Metric.OUTBOX_OLDEST, watch::oldestSeconds);
    metrics.gauge(Metric.DEAD_LETTERS, watch::deadLetters);
    return watch;
  }

  /** With digits that no two servers share. */
  @Produces
  @Singleton
  Ids ids() {
    return new Ids(new SecureRandom());
  }

  @Produces
  @Singleton
  DeadLetters deadLetters() {
    return new JmsDeadLetters(broker);
  }

  /** Before everything that needs tables; without a database the rest can still do its work. */
  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) SettingsRead event,
      OutboxRelay relay,
      StoreWatch watch,
      JpaDatabase tables,
      Sealing sealing) {
    keys = new JpaSealingKeys(tables, sealing);
    open();
    try {
      prepare();
    } catch (StoreException away) {
      LOG.log(Level.WARNING, "no database yet, and so no jobs: {0}", away.reason());
      retrying =
          pools.timed(PoolName.STORE).scheduleWithFixedDelay(this::migrate, 1, 1, TimeUnit.SECONDS);
    }
    relaying =
        pools.timed(PoolName.STORE).scheduleWithFixedDelay(relay::look, 1, 1, TimeUnit.SECONDS);
    looking =
        pools
            .timed(PoolName.STORE)
            .scheduleWithFixedDelay(watch::lookIntoOutbox, 10, 10, TimeUnit.SECONDS);
    counting =
        pools
            .timed(PoolName.STORE)
            .scheduleWithFixedDelay(watch::countLetters, 30, 30, TimeUnit.SECONDS);
  }

  /**
   * Opens the database for the first time. The threads that an H2 makes then keep the context
   * loader of whoever does that, and they outlive the application.
   */
  private void open() {
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    thread.setContextClassLoader(DataSource.class.getClassLoader());
    try {
      database.getConnection().close();
    } catch (SQLException away) {
      LOG.log(Level.DEBUG, "the migrations say so, too", away);
    } finally {
      thread.setContextClassLoader(ours);
    }
  }

  private void prepare() {
    migrations.run();
    var unused = keys.check(wall.millis());
  }

  private void migrate() {
    open();
    try {
      prepare();
      LOG.log(Level.INFO, "the database is there");
      retrying.cancel(false);
    } catch (StoreException away) {
      LOG.log(Level.DEBUG, "still no database", away);
    }
  }

  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown event) {
    Stream.of(relaying, looking, counting)
        .filter(Objects::nonNull)
        .forEach(beats -> beats.cancel(false));
    Optional.ofNullable(retrying).ifPresent(beats -> beats.cancel(false));
  }
}
