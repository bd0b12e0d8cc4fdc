package io.tidegate.audit;

import static java.util.Objects.requireNonNull;

import io.tidegate.store.JpaDatabase;
import io.tidegate.store.JpaStatements;
import io.tidegate.store.Page;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * The chain as tables. Whoever appends holds the row of its end until the transaction's, so that
 * the acts of all servers are one chain.
 */
public final class JpaAuditRows implements AuditRows {

  private static final String HEAD = "select seq, hash from audit_head where id = 1";
  private static final String COLUMNS =
      "select seq, at_millis, actor, role, address, operation, method, path, request, status,"
          + " state_before, state_after, previous, hash, seal from audit_entry";
  private static final String COUNT =
      "select count(*) from audit_entry where at_millis = ?1 and actor = ?2 and address = ?3"
          + " and method = ?4 and path = ?5 and request = ?6 and status = ?7";
  private static final String INSERT =
      "insert into audit_entry (seq, at_millis, actor, role, address, operation, method, path,"
          + " request, status, state_before, state_after, previous, hash, seal) values"
          + " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, cast(?11 as varchar(8000)),"
          + " cast(?12 as varchar(8000)), ?13, ?14, ?15)";

  private final JpaDatabase database;

  /** The chain in {@code database}. */
  public JpaAuditRows(JpaDatabase database) {
    this.database = requireNonNull(database, "database");
  }

  @Override
  public void append(List<AuditAct> acts, AuditSeal seal) {
    database.run(manager -> hang(manager, lockedHead(manager), acts, seal));
  }

  @Override
  public void appendMissing(List<AuditAct> acts, AuditSeal seal) {
    database.run(
        manager -> {
          // First the lock: whoever committed before has let it go, and all of that is to be seen.
          Head head = lockedHead(manager);
          List<AuditAct> missing = acts.stream().filter(act -> !isThere(manager, act)).toList();
          hang(manager, head, missing, seal);
        });
  }

  private static Head lockedHead(EntityManager manager) {
    return head(manager, HEAD + " for update");
  }

  private static void hang(EntityManager manager, Head end, List<AuditAct> acts, AuditSeal seal) {
    Head head = end;
    for (AuditAct act : acts) {
      AuditEntry entry = seal.entry(head.seq() + 1, act, head.hash());
      insert(manager, entry);
      head = new Head(entry.seq(), entry.link().hash());
    }
    var unused =
        manager
            .createNativeQuery("update audit_head set seq = ?1, hash = ?2 where id = 1")
            .setParameter(1, head.seq())
            .setParameter(2, head.hash())
            .executeUpdate();
  }

  /** An act is known by its request's id and its moment. */
  private static boolean isThere(EntityManager manager, AuditAct act) {
    Object count =
        manager
            .createNativeQuery(COUNT)
            .setParameter(1, act.at())
            .setParameter(2, act.who().actor())
            .setParameter(3, act.who().address())
            .setParameter(4, act.what().method())
            .setParameter(5, act.what().path())
            .setParameter(6, act.what().request())
            .setParameter(7, act.status())
            .getSingleResult();
    return ((Number) count).longValue() > 0;
  }

  @Override
  public Page<AuditEntry> find(AuditQuery query) {
    return database.call(
        manager -> {
          String sql =
              COLUMNS
                  + " where at_millis >= ?1 and at_millis < ?2 and seq < ?3"
                  + (query.actor() == null ? "" : " and actor = ?5")
                  + (query.path() == null ? "" : " and substr(path, 1, ?7) = ?6")
                  + " order by seq desc fetch first ?4 rows only";
          Query rows =
              manager
                  .createNativeQuery(sql)
                  .setParameter(1, query.from())
                  .setParameter(2, query.to())
                  .setParameter(3, query.after() == 0 ? Long.MAX_VALUE : query.after())
                  .setParameter(4, query.limit() + 1);
          if (query.actor() != null) {
            rows.setParameter(5, query.actor());
          }
          if (query.path() != null) {
            rows.setParameter(6, query.path()).setParameter(7, query.path().length());
          }
          return Page.of(entries(rows), query.limit());
        });
  }

  @Override
  public List<AuditEntry> following(long seq, int most) {
    return database.call(
        manager ->
            entries(
                manager
                    .createNativeQuery(
                        COLUMNS + " where seq > ?1 order by seq fetch first ?2 rows only")
                    .setParameter(1, seq)
                    .setParameter(2, most)));
  }

  @Override
  public Head head() {
    return database.call(manager -> head(manager, HEAD));
  }

  private static Head head(EntityManager manager, String sql) {
    Object[] row = (Object[]) manager.createNativeQuery(sql).getSingleResult();
    return new Head(((Number) row[0]).longValue(), (String) row[1]);
  }

  private static void insert(EntityManager manager, AuditEntry entry) {
    AuditAct act = entry.act();
    Object[] values = {
      entry.seq(),
      act.at(),
      act.who().actor(),
      act.who().role(),
      act.who().address(),
      act.what().operation(),
      act.what().method(),
      act.what().path(),
      act.what().request(),
      act.status(),
      act.before(),
      act.after(),
      entry.link().previous(),
      entry.link().hash(),
      entry.link().seal()
    };
    Query insert = manager.createNativeQuery(INSERT);
    for (int at = 0; at < values.length; at++) {
      insert.setParameter(at + 1, values[at]);
    }
    var unused = insert.executeUpdate();
  }

  private static List<AuditEntry> entries(Query query) {
    List<AuditEntry> entries = new ArrayList<>();
    for (Object[] row : JpaStatements.rows(query)) {
      entries.add(entry(row));
    }
    return entries;
  }

  private static AuditEntry entry(Object[] row) {
    AuditAct act =
        new AuditAct(
            ((Number) row[1]).longValue(),
            new AuditAct.Who((String) row[2], (String) row[3], (String) row[4]),
            new AuditAct.What((String) row[5], (String) row[6], (String) row[7], (String) row[8]),
            ((Number) row[9]).intValue(),
            (String) row[10],
            (String) row[11]);
    return new AuditEntry(
        ((Number) row[0]).longValue(),
        act,
        new AuditEntry.Link((String) row[12], (String) row[13], (String) row[14]));
  }
}
