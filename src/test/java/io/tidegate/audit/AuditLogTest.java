package io.tidegate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.Page;
import io.tidegate.store.StoreException;
import io.tidegate.testing.RecordedLog;
import io.tidegate.testing.StartGate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditLogTest {

  private static final class FakeRows implements AuditRows {

    private final List<AuditAct> written = new ArrayList<>();
    private boolean away;
    private boolean lostBehindCommit;

    @Override
    public void append(List<AuditAct> acts, AuditSeal seal) {
      if (away) {
        throw new StoreException(new SQLException("no connection", "08001"));
      }
      written.addAll(acts);
      if (lostBehindCommit) {
        lostBehindCommit = false;
        throw new StoreException(new SQLException("connection lost", "08006"));
      }
    }

    @Override
    public void appendMissing(List<AuditAct> acts, AuditSeal seal) {
      append(acts.stream().filter(act -> !written.contains(act)).toList(), seal);
    }

    @Override
    public Page<AuditEntry> find(AuditQuery query) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<AuditEntry> following(long seq, int most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Head head() {
      throw new UnsupportedOperationException();
    }
  }

  @RegisterExtension private final RecordedLog told = new RecordedLog(AuditLog.class.getName());

  private final FakeRows rows = new FakeRows();
  private final AuditLog log = new AuditLog(rows, new AuditSeal(Optional.empty()));

  private static AuditAct act(int number) {
    return by("ada", number);
  }

  private static AuditAct by(String actor, int number) {
    return new AuditAct(
        number,
        new AuditAct.Who(actor, "admin", "192.0.2.1"),
        new AuditAct.What("putNode", "PUT", "/api/nodes/" + number, "req_1"),
        200,
        null,
        null);
  }

  @Test
  void actsAreWrittenInTheirOrder() {
    log.onAct(log::flush);
    for (int i = 0; i < 250; i++) {
      log.add(act(i));
    }

    assertThat(rows.written).extracting(AuditAct::at).isSorted().hasSize(250);
    assertThat(log.waiting()).isZero();
  }

  @Test
  void actsWaitWhileTheDatabaseIsAwayAndAreToldInTheServersLog() {
    rows.away = true;
    log.add(act(1));
    log.flush();
    log.add(act(2));
    log.flush();

    assertThat(told.records()).hasSize(3);
    assertThat(told.records().get(0)).contains("acts wait for the audit log");
    rows.away = false;
    log.flush();
    assertThat(rows.written).extracting(AuditAct::at).containsExactly(1L, 2L);
  }

  @Test
  void anActIsWrittenOnceThoughTheConnectionIsLostBehindTheCommit() {
    rows.lostBehindCommit = true;
    log.add(act(1));
    log.flush();
    assertThat(log.waiting()).isEqualTo(1);

    log.add(act(2));
    log.flush();

    assertThat(rows.written).extracting(AuditAct::at).containsExactly(1L, 2L);
    assertThat(log.waiting()).isZero();
  }

  @Test
  void threadsThatFlushAtTheSameTimeWriteEachActOnce() throws Exception {
    StartGate.run(
        4,
        thread -> {
          for (int i = 0; i < 200; i++) {
            log.add(act(thread * 200 + i));
            log.flush();
          }
        });

    assertThat(rows.written).doesNotHaveDuplicates().hasSize(800);
    assertThat(log.waiting()).isZero();
  }

  @Test
  void thereIsNoRoomForMoreThanABoundedNumber() {
    rows.away = true;
    for (int i = 0; i < AuditLog.MOST; i++) {
      assertThat(log.hasRoom("user" + i)).isTrue();
      log.add(by("user" + i, i));
    }
    log.flush();
    assertThat(log.hasRoom("ada")).isFalse();

    rows.away = false;
    log.flush();
    assertThat(log.hasRoom("ada")).isTrue();
    assertThat(rows.written).hasSize(AuditLog.MOST);
  }

  @Test
  void whoActsMuchLeavesRoomForOthers() {
    rows.away = true;
    int acts = 0;
    while (log.hasRoom("ada")) {
      log.add(act(acts++));
    }

    assertThat(acts).isEqualTo(AuditLog.MOST * 3 / 4);
    assertThat(log.hasRoom("grace")).isTrue();
    rows.away = false;
    log.flush();
    assertThat(log.hasRoom("ada")).isTrue();
  }

  @Test
  void aNameForgesNoLineOfTheServersLog() {
    rows.away = true;
    log.add(by("ada\n[12/1/26, 9:00:00:000 UTC] 00000001 AuditLog W forged\u2028", 1));
    log.flush();

    assertThat(told.lines()).last().asString().contains("ada_[12/1/26").doesNotContain("\n");
  }

  @Test
  void textsThatAreTooLongAreCut() {
    AuditAct act =
        new AuditAct(
            0,
            new AuditAct.Who("a".repeat(999), "admin", "x"),
            new AuditAct.What("o", "PUT", "/" + "\0".repeat(999), "r"),
            200,
            "x".repeat(9_000),
            null);

    assertThat(act.who().actor()).hasSize(200);
    assertThat(act.what().path()).hasSize(400).doesNotContain("\0");
    assertThat(act.before()).isEqualTo("{\"omitted\":\"too long\"}");
  }
}
