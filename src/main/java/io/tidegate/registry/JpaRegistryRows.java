package io.tidegate.registry;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaStatements;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The registry as tables, in words that all databases know. Whoever changes something holds the row
 * of the version until the end, so that the changes of all servers come one after the other, and a
 * version that can be read tells of all changes up to it.
 */
final class JpaRegistryRows implements RegistryRows {

  private static final String VERSION = "select version from registry_version where id = 1";
  private static final String ALL = "select kind, name, version, content from registry_entry";
  private static final String OF_KIND = ALL + " where kind = ?1";
  private static final String DELETE = "delete from registry_entry";
  private static final String OF_ONE = " where kind = ?1 and name = ?2 and version = ?3";

  private final JpaDatabase database;

  /** The registry in {@code database}. */
  JpaRegistryRows(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  @Override
  public long version() {
    return database.call(manager -> version(manager, VERSION));
  }

  /** The version first: entries may then be newer than it says, and are read once more. */
  @Override
  public RegistrySnapshot read() {
    return database.call(
        manager -> {
          long version = version(manager, VERSION);
          return RegistrySnapshot.of(version, entries(manager.createNativeQuery(ALL)));
        });
  }

  @Override
  public Optional<RegistryEntry> insert(
      String kind, String name, String content, List<RegistryEntry> leaders) {
    return changed(
        new RegistryEntry(kind, name, 0, content),
        change ->
            leaders.stream().allMatch(leader -> stands(leader, change.manager()))
                ? insert(change)
                : 0);
  }

  /** Nobody else changes anything meanwhile, so that it stands until this change is done. */
  private static boolean stands(RegistryEntry leader, EntityManager manager) {
    return !manager
        .createNativeQuery("select 1 from registry_entry where kind = ?1 and name = ?2")
        .setParameter(1, leader.kind())
        .setParameter(2, leader.name())
        .getResultList()
        .isEmpty();
  }

  @Override
  public Optional<RegistryEntry> replace(RegistryEntry seen, String content) {
    return changed(
        new RegistryEntry(seen.kind(), seen.name(), 0, content),
        change ->
            of(
                    seen,
                    change.manager(),
                    "update registry_entry set version = ?4, content = ?5" + OF_ONE)
                .setParameter(4, change.entry().version())
                .setParameter(5, content)
                .executeUpdate());
  }

  @Override
  public boolean delete(RegistryEntry seen, List<Follower> followers) {
    return changed(
            seen,
            change -> {
              int deleted = delete(change.manager(), seen);
              if (deleted > 0) {
                followers.stream()
                    .filter(follower -> follower.leaders().contains(seen.kind()))
                    .forEach(follower -> delete(change.manager(), seen, follower));
              }
              return deleted;
            })
        .isPresent();
  }

  /** Nobody else changes anything meanwhile: what is read here is all that there is. */
  private static void delete(EntityManager manager, RegistryEntry gone, Follower follower) {
    Query all = manager.createNativeQuery(OF_KIND).setParameter(1, follower.kind());
    entries(all).stream()
        .filter(entry -> follower.goes(gone, entry))
        .forEach(entry -> delete(manager, entry));
  }

  private static int delete(EntityManager manager, RegistryEntry one) {
    return of(one, manager, DELETE + OF_ONE).executeUpdate();
  }

  /** An entry as it is to be, with the version of this change. */
  private record Change(EntityManager manager, RegistryEntry entry) {}

  /** Raises the version if {@code work} changes a row, and only then. */
  private Optional<RegistryEntry> changed(RegistryEntry entry, ToIntFunction<Change> work) {
    return database.call(
        manager -> {
          long next = version(manager, VERSION + " for update") + 1;
          RegistryEntry written =
              new RegistryEntry(entry.kind(), entry.name(), next, entry.content());
          if (work.applyAsInt(new Change(manager, written)) == 0) {
            return Optional.empty();
          }
          var unused =
              manager
                  .createNativeQuery("update registry_version set version = ?1 where id = 1")
                  .setParameter(1, next)
                  .executeUpdate();
          return Optional.of(written);
        });
  }

  private static int insert(Change change) {
    RegistryEntry entry = change.entry();
    return change
        .manager()
        .createNativeQuery(
            "insert into registry_entry (kind, name, version, content)"
                + " select ?1, ?2, ?3, ?4 from registry_version where id = 1 and not exists"
                + " (select 1 from registry_entry where kind = ?5 and name = ?6)")
        .setParameter(1, entry.kind())
        .setParameter(2, entry.name())
        .setParameter(3, entry.version())
        .setParameter(4, entry.content())
        .setParameter(5, entry.kind())
        .setParameter(6, entry.name())
        .executeUpdate();
  }

  private static Query of(RegistryEntry seen, EntityManager manager, String sql) {
    return manager
        .createNativeQuery(sql)
        .setParameter(1, seen.kind())
        .setParameter(2, seen.name())
        .setParameter(3, seen.version());
  }

  private static long version(EntityManager manager, String sql) {
    return ((Number) manager.createNativeQuery(sql).getSingleResult()).longValue();
  }

  private static List<RegistryEntry> entries(Query all) {
    return JpaStatements.rows(all).stream().map(JpaRegistryRows::entry).toList();
  }

  private static RegistryEntry entry(Object[] row) {
    return new RegistryEntry(
        (String) row[0], (String) row[1], ((Number) row[2]).longValue(), (String) row[3]);
  }
}
