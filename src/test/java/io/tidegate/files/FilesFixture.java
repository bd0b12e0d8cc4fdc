package io.tidegate.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.TenantId;
import io.tidegate.sealing.SampleSealing;
import io.tidegate.sealing.Sealing;
import io.tidegate.store.Ids;
import io.tidegate.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Files in a database of their own, at a time that moves only when told to. */
public final class FilesFixture implements AutoCloseable, AfterEachCallback {

  /** One owner of files. */
  public static final TenantId ANNA = new TenantId("anna");

  /** Another one. */
  public static final TenantId BEN = new TenantId("ben");

  public static final FilesConfig CONFIG = new FilesConfig(3 << 20, 8 << 20, Duration.ofDays(30));

  public final TestDatabase database;
  public final JpaFiles store;
  public final Set<String> inUse = new HashSet<>();

  /** The files. */
  public final Files files;

  public Instant now = Instant.ofEpochMilli(1_795_000_000_000L);

  /** None yet. */
  public FilesFixture() {
    this(TestDatabase.h2());
  }

  public FilesFixture(TestDatabase database) {
    this(database, SampleSealing.by("a"));
  }

  /** None yet, of which {@code use} says which are needed beside those {@link #inUse}. */
  public FilesFixture(TestDatabase database, JpaFileUse use) {
    this(database, SampleSealing.by("a"), use);
  }

  FilesFixture(TestDatabase database, Sealing sealing) {
    this(database, sealing, (manager, id) -> false);
  }

  private FilesFixture(TestDatabase database, Sealing sealing, JpaFileUse use) {
    this.database = database;
    this.store =
        new JpaFiles(
            database.database(), (manager, id) -> inUse.contains(id) || use.inUse(manager, id));
    FileStore sealed = new SealedFiles(store, sealing);
    this.files = new Files(sealed, CONFIG, () -> now, new Ids(new Random(7)));
  }

  public StoredFile store(TenantId tenant, String purpose, byte[] content) {
    try {
      return files.store(new NewFile(tenant, purpose, "in.jsonl", null), out -> out.write(content));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public StoredFile store(TenantId tenant, String content) {
    return store(tenant, "user_data", content.getBytes(UTF_8));
  }

  /** How many rows there are in the tables. */
  public long rows() {
    return database
        .database()
        .call(
            manager ->
                Stream.of(
                        "select count(f) from JpaFile f",
                        "select count(p.piece) from JpaFilePiece p")
                    .mapToLong(text -> manager.createQuery(text, Long.class).getSingleResult())
                    .sum());
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    database.close();
  }
}
