package io.tidegate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.tenants.keys.KeyHasher;
import io.tidegate.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chain in real databases, and who tampers with it there. */
class AuditTest {

  private static final AuditSeal SEAL =
      new AuditSeal(Optional.of(new KeyHasher("of-the-test-of-the-test-of-the-test", "audit log")));
  private static final AuditSeal OPEN = new AuditSeal(Optional.empty());

  private final TestDatabase source = TestDatabase.h2();
  private final JpaAuditRows rows = new JpaAuditRows(source.database());
  private final AuditVerifier verifier = new AuditVerifier(rows, SEAL);

  @AfterEach
  void close() {
    source.close();
  }

  private static AuditAct act(long at, String actor, String path) {
    return new AuditAct(
        at,
        new AuditAct.Who(actor, "admin", "127.0.0.1"),
        new AuditAct.What("putNode", "PUT", path, "req_1"),
        200,
        null,
        "{\"weight\":1}");
  }

  private void write(int count, AuditSeal seal) {
    List<AuditAct> acts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      acts.add(act(1_000L + i, i % 2 == 0 ? "ada" : "bob", "/api/nodes/" + i));
    }
    rows.append(acts, seal);
  }

  private void tamper(String sql) {
    source.database().run(manager -> manager.createNativeQuery(sql).executeUpdate());
  }

  @Test
  void anUntouchedChainHolds() {
    assertThat(verifier.verify().reason()).isNull();
    write(1_203, SEAL);

    AuditVerifier.Verdict found = verifier.verify();

    assertThat(found.reason()).isNull();
    assertThat(found.checked()).isEqualTo(1_203);
    assertThat(found.unsealed()).isZero();
    assertThat(found.head().seq()).isEqualTo(1_203);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update audit_entry set actor = 'eve' where seq = 3 | 3 | it was changed",
        "update audit_entry set at_millis = 1 where seq = 3 | 3 | it was changed",
        "update audit_entry set status = 403 where seq = 3 | 3 | it was changed",
        "update audit_entry set role = 'viewer' where seq = 3 | 3 | it was changed",
        "update audit_entry set path = '/' where seq = 3 | 3 | it was changed",
        "update audit_entry set state_after = null where seq = 3 | 3 | it was changed",
        "update audit_entry set state_before = '' where seq = 3 | 3 | it was changed",
        "update audit_entry set hash = 'x' where seq = 3 | 3 | it was changed",
        "update audit_entry set previous = 'x' where seq = 3"
            + " | 3 | it does not follow the entry before it",
        "update audit_entry set seal = 'none' where seq = 3"
            + " | 3 | it is not sealed, though one before it is",
        "update audit_entry set seal = 'ffffffff' where seq = 3"
            + " | 3 | it was sealed with another secret than this server has",
        "delete from audit_entry where seq = 3 | 3 | the entry is missing",
        "delete from audit_entry where seq = 1 | 1 | the entry is missing",
        "delete from audit_entry where seq > 5 | 6 | the entry is missing",
        "delete from audit_entry | 1 | the entry is missing",
        "update audit_head set hash = 'x' | 9 | it is not what the end of the chain was"
      })
  void tamperingIsFoundAtItsFirstEntry(String sql, long where, String reason) {
    write(9, SEAL);
    tamper(sql);

    AuditVerifier.Verdict found = verifier.verify();

    assertThat(found.broken()).isEqualTo(where);
    assertThat(found.reason()).isEqualTo(reason);
  }

  @Test
  void whoHasNoSecretCannotMakeTheChainAnew() {
    write(5, SEAL);
    tamper("delete from audit_entry");
    tamper("update audit_head set seq = 0, hash = ''");
    write(4, new AuditSeal(Optional.of(new KeyHasher("another-secret-another-secret-00", "x"))));

    assertThat(verifier.verify().broken()).isEqualTo(1);
  }

  @Test
  void whatWasWrittenBeforeThereWasASecretIsCounted() {
    write(2, OPEN);
    write(3, SEAL);

    AuditVerifier.Verdict found = verifier.verify();

    assertThat(found.reason()).isNull();
    assertThat(found.unsealed()).isEqualTo(2);
  }

  @Test
  void actsAreFoundByTimeActorAndPath() {
    write(10, SEAL);

    assertThat(rows.find(AuditQuery.newest(3)).items())
        .extracting(AuditEntry::seq)
        .containsExactly(10L, 9L, 8L);
    assertThat(rows.find(AuditQuery.newest(3)).more()).isTrue();
    assertThat(rows.find(new AuditQuery(0, Long.MAX_VALUE, null, null, 3, 10)).items())
        .extracting(AuditEntry::seq)
        .containsExactly(2L, 1L);
    assertThat(rows.find(new AuditQuery(1_002, 1_005, "ada", null, 0, 10)).items())
        .extracting(AuditEntry::seq)
        .containsExactly(5L, 3L);
    assertThat(rows.find(new AuditQuery(0, Long.MAX_VALUE, null, "/api/nodes/7", 0, 10)).items())
        .extracting(AuditEntry::seq)
        .containsExactly(8L);
    assertThat(rows.find(new AuditQuery(0, Long.MAX_VALUE, null, "/api/n%", 0, 10)).items())
        .isEmpty();
  }

  @Test
  void whatWasCommittedThoughItSeemedToFailIsNotWrittenAgain() {
    List<AuditAct> lost = List.of(act(1, "ada", "/a"), act(2, "ada", "/b"));
    rows.append(lost, SEAL);
    rows.append(List.of(act(2, "bob", "/b")), SEAL);

    rows.appendMissing(
        List.of(lost.get(0), lost.get(1), act(2, "ada", "/c"), act(3, "ada", "/b")), SEAL);

    assertThat(rows.following(0, 10))
        .extracting(AuditEntry::act)
        .containsExactly(
            lost.get(0),
            lost.get(1),
            act(2, "bob", "/b"),
            act(2, "ada", "/c"),
            act(3, "ada", "/b"));
    assertThat(verifier.verify().reason()).isNull();
  }

  @Test
  void whatFailedIndeedIsWrittenTheNextTime() {
    AuditAct act = act(1, "ada", "/a");
    rows.appendMissing(List.of(act), SEAL);
    rows.appendMissing(List.of(act), SEAL);

    assertThat(rows.following(0, 10)).extracting(AuditEntry::act).containsExactly(act);
    assertThat(rows.head().seq()).isEqualTo(1);
  }

  @Test
  void manyServersWriteOneChain() {
    try (TestDatabase shared = TestDatabase.postgres()) {
      List<CompletableFuture<Void>> servers = new ArrayList<>();
      for (int server = 0; server < 4; server++) {
        JpaAuditRows own = new JpaAuditRows(shared.database());
        servers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    own.append(List.of(act(i, "ada", "/a"), act(i, "bob", "/b")), SEAL);
                  }
                }));
      }
      servers.forEach(CompletableFuture::join);

      JpaAuditRows reader = new JpaAuditRows(shared.database());
      AuditVerifier.Verdict found = new AuditVerifier(reader, SEAL).verify();

      assertThat(found.reason()).isNull();
      assertThat(found.checked()).isEqualTo(160);
      assertThat(reader.find(new AuditQuery(0, 5, "ada", "/a", 0, 50)).items()).hasSize(20);
    }
  }
}
