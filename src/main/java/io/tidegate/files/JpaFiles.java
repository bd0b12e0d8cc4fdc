package io.tidegate.files;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.store.JpaDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;

/** The files as tables. Thread-safe. */
public final class JpaFiles implements FileStore {

  /** The pieces removed in a transaction, so that none is long. */
  private static final int PORTION = 64;

  private final JpaDatabase database;
  private final JpaFileUse use;

  /** The files in {@code database}, of which {@code use} says which are needed. */
  JpaFiles(JpaDatabase database, JpaFileUse use) {
    this.database = requireNonNull(database, "database");
    this.use = requireNonNull(use, "use");
  }

  /**
   * Keeps the file {@code id} of {@code tenant} from being hidden until the transaction of {@code
   * manager} has ended, so that whoever hides it afterwards sees what that has written.
   *
   * @return false if there is no such file
   */
  public static boolean hold(EntityManager manager, TenantId tenant, String id) {
    JpaFile row = locked(manager, id);
    return row != null && row.state.equals(JpaFile.READY) && row.file().tenant().equals(tenant);
  }

  private static JpaFile locked(EntityManager manager, String id) {
    return manager.find(JpaFile.class, id, LockModeType.PESSIMISTIC_WRITE);
  }

  @Override
  public void begin(String id, TenantId tenant, long now) {
    database.run(manager -> manager.persist(new JpaFile(id, tenant, now)));
  }

  @Override
  public void put(String id, int piece, byte[] content) {
    database.run(manager -> manager.persist(new JpaFilePiece(id, piece, content)));
  }

  @Override
  public boolean finish(StoredFile file) {
    return database.call(
        manager ->
            manager
                    .createQuery(
                        "update JpaFile f set f.state = :ready, f.purpose = :purpose,"
                            + " f.filename = :filename, f.bytes = :bytes, f.created = :created,"
                            + " f.expires = :expires where f.id = :id and f.state = :writing")
                    .setParameter("ready", JpaFile.READY)
                    .setParameter("purpose", file.purpose())
                    .setParameter("filename", file.filename())
                    .setParameter("bytes", file.bytes())
                    .setParameter("created", file.created())
                    .setParameter("expires", file.expires())
                    .setParameter("id", file.id())
                    .setParameter("writing", JpaFile.WRITING)
                    .executeUpdate()
                == 1);
  }

  @Override
  public StoredFile find(TenantId tenant, String id) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select f from JpaFile f"
                        + " where f.id = :id and f.tenant = :tenant and f.state = :ready",
                    JpaFile.class)
                .setParameter("id", id)
                .setParameter("tenant", tenant.value())
                .setParameter("ready", JpaFile.READY)
                .getResultStream()
                .findFirst()
                .map(JpaFile::file)
                .orElse(null));
  }

  @Override
  public List<StoredFile> list(Wanted wanted) {
    return database.call(
        manager -> query(manager, wanted).getResultStream().map(JpaFile::file).toList());
  }

  private static TypedQuery<JpaFile> query(EntityManager manager, Wanted wanted) {
    String order = wanted.oldestFirst() ? "" : " desc";
    String beyond = wanted.oldestFirst() ? ">" : "<";
    StringBuilder text =
        new StringBuilder("select f from JpaFile f where f.tenant = :tenant and f.state = :ready");
    if (wanted.purpose() != null) {
      text.append(" and f.purpose = :purpose");
    }
    if (wanted.after() != null) {
      text.append(" and (f.created ").append(beyond).append(" :created");
      text.append(" or f.created = :created and f.id ").append(beyond).append(" :id)");
    }
    text.append(" order by f.created").append(order).append(", f.id").append(order);
    TypedQuery<JpaFile> query =
        manager
            .createQuery(text.toString(), JpaFile.class)
            .setParameter("tenant", wanted.tenant().value())
            .setParameter("ready", JpaFile.READY)
            .setMaxResults(wanted.limit());
    if (wanted.purpose() != null) {
      query.setParameter("purpose", wanted.purpose());
    }
    if (wanted.after() != null) {
      query.setParameter("created", wanted.after().created());
      query.setParameter("id", wanted.after().id());
    }
    return query;
  }

  @Override
  public long total(TenantId tenant) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select coalesce(sum(f.bytes), 0) from JpaFile f"
                        + " where f.tenant = :tenant and f.state = :ready",
                    Number.class)
                .setParameter("tenant", tenant.value())
                .setParameter("ready", JpaFile.READY)
                .getSingleResult()
                .longValue());
  }

  @Override
  public byte[] piece(String id, int piece) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select p.content from JpaFilePiece p where p.file = :id and p.piece = :piece",
                    byte[].class)
                .setParameter("id", id)
                .setParameter("piece", piece)
                .getResultStream()
                .findFirst()
                .orElse(null));
  }

  @Override
  public Hiding hide(String id) {
    return database.call(
        manager -> {
          JpaFile row = locked(manager, id);
          if (row == null || row.state.equals(JpaFile.DELETING)) {
            return Hiding.BEFORE;
          }
          if (use.inUse(manager, id)) {
            return Hiding.NEEDED;
          }
          row.state = JpaFile.DELETING;
          return Hiding.DONE;
        });
  }

  @Override
  public void remove(String id) {
    int last = database.call(manager -> last(manager, id));
    for (int end = PORTION; end <= last + PORTION; end += PORTION) {
      int below = end;
      database.run(manager -> removePieces(manager, id, below));
    }
    database.run(
        manager ->
            manager
                .createQuery("delete from JpaFile f where f.id = :id")
                .setParameter("id", id)
                .executeUpdate());
  }

  private static int last(EntityManager manager, String id) {
    return manager
        .createQuery(
            "select coalesce(max(p.piece), -1) from JpaFilePiece p where p.file = :id",
            Number.class)
        .setParameter("id", id)
        .getSingleResult()
        .intValue();
  }

  private static void removePieces(EntityManager manager, String id, int below) {
    var unused =
        manager
            .createQuery("delete from JpaFilePiece p where p.file = :id and p.piece < :below")
            .setParameter("id", id)
            .setParameter("below", below)
            .executeUpdate();
  }

  @Override
  public List<StoredFile> expired(long now, StoredFile after, int limit) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select f from JpaFile f where f.state = :ready"
                        + " and f.expires > 0 and f.expires <= :now and (f.expires > :from"
                        + " or f.expires = :from and f.id > :id) order by f.expires, f.id",
                    JpaFile.class)
                .setParameter("ready", JpaFile.READY)
                .setParameter("now", now)
                .setParameter("from", after == null ? 0 : after.expires())
                .setParameter("id", after == null ? "" : after.id())
                .setMaxResults(limit)
                .getResultStream()
                .map(JpaFile::file)
                .toList());
  }

  @Override
  public List<String> leftovers(long begun, int limit) {
    return database.call(
        manager ->
            manager
                .createQuery(
                    "select f.id from JpaFile f where f.state = :deleting"
                        + " or f.state = :writing and f.created < :begun",
                    String.class)
                .setParameter("deleting", JpaFile.DELETING)
                .setParameter("writing", JpaFile.WRITING)
                .setParameter("begun", begun)
                .setMaxResults(limit)
                .getResultList());
  }
}
