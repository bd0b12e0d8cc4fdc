package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.alerting.Announcements.Due;
import io.tidegate.testing.FakeNotes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  private static final long SECOND = 1000;

  private final FakeNotes notes = new FakeNotes();
  private final Announcements a = new Announcements(notes, "a");
  private final Announcements b = new Announcements(notes, "b");
  private long now = 1_800_000_000_000L;

  private static Alert alert(String name, String node) {
    return new Alert(
        name,
        Map.of("node", node),
        Severity.WARNING,
        "It is so.",
        Instant.EPOCH,
        Optional.of(Instant.ofEpochSecond(60)),
        Optional.empty(),
        1,
        "> 0",
        "r");
  }

  private static final List<Alert> ONE = List.of(alert("NodeEjected", "gpu1"));
  private static final List<Alert> NONE = List.of();

  private List<Due> tell(Announcements server, List<Alert> firing) {
    List<Due> due = server.exchange(firing, now);
    due.forEach(server::told);
    return due;
  }

  @Test
  void oneOfTwoServersTellsThatItFiresAndOneThatItIsOver() {
    assertThat(tell(a, ONE)).extracting(Due::fires).containsExactly(true);
    assertThat(tell(b, ONE)).isEmpty();
    assertThat(tell(a, NONE)).as("still fires on b").isEmpty();
    assertThat(tell(b, NONE)).extracting(Due::fires).containsExactly(false);
    assertThat(tell(a, NONE)).isEmpty();
    assertThat(notes.longest()).isZero();
  }

  /** Seen at an Alertmanager 0.25 that was sent an alert with these labels. */
  @Test
  void anAlertIsKnownByAlertmanagersOwnFingerprint() {
    assertThat(tell(a, ONE)).extracting(Due::id).containsExactly("e80203b30aff88d8");
  }

  @Test
  void otherNodesAndLaterTimesAreOtherAlerts() {
    assertThat(tell(a, ONE)).hasSize(1);
    assertThat(tell(b, List.of(alert("NodeEjected", "gpu2")))).hasSize(1);
    assertThat(tell(a, NONE)).hasSize(1);
    assertThat(tell(a, ONE)).extracting(Due::fires).containsExactly(true);
  }

  @Test
  void whileOneTellsTheOtherLeavesItToIt() {
    assertThat(a.exchange(ONE, now)).hasSize(1);
    assertThat(b.exchange(ONE, now + 15 * SECOND)).isEmpty();
    assertThat(a.exchange(ONE, now + 15 * SECOND)).isEmpty();
  }

  @Test
  void whatFailedOrWasLeftByALostServerIsToldByTheNext() {
    assertThat(a.exchange(ONE, now)).hasSize(1);
    now += 61 * SECOND;
    assertThat(tell(b, ONE)).extracting(Due::fires).containsExactly(true);
    assertThat(tell(a, ONE)).isEmpty();
  }

  @Test
  void whatFiredOnAServerThatIsLostIsOver() {
    assertThat(tell(a, ONE)).hasSize(1);
    now += 61 * SECOND;
    assertThat(tell(b, NONE)).extracting(Due::fires).containsExactly(false);
  }

  @Test
  void firesAnewWhileItsEndIsBeingTold() {
    assertThat(tell(a, ONE)).hasSize(1);
    List<Due> over = a.exchange(NONE, now);
    assertThat(over).hasSize(1);
    assertThat(a.exchange(ONE, now)).isEmpty();
    over.forEach(a::told);

    assertThat(tell(a, ONE)).extracting(Due::fires).containsExactly(true);
  }

  @Test
  void aServerThatIsCutOffTellsByItselfAndNotAgainAfterwards() {
    notes.trouble(FakeNotes.Trouble.OUT_OF_REACH);
    assertThat(tell(a, ONE)).hasSize(1);
    assertThat(tell(a, ONE)).isEmpty();

    notes.trouble(FakeNotes.Trouble.NONE);
    assertThat(tell(a, ONE)).isEmpty();
    assertThat(tell(b, ONE)).isEmpty();
    assertThat(tell(a, NONE)).isEmpty();
    assertThat(tell(b, NONE)).extracting(Due::fires).containsExactly(false);
  }

  @Test
  void aNoteThatCannotBeReadIsBegunAnew() throws Exception {
    assertThat(notes.replace("alerts", null, "{broken")).isTrue();
    assertThat(tell(a, ONE)).hasSize(1);
    assertThat(tell(b, ONE)).isEmpty();
  }

  @Test
  void aReceiverThatNeverAnswersIsNotToldForEverOfWhatIsOver() {
    assertThat(tell(a, ONE)).hasSize(1);
    int tries = 0;
    for (int i = 0; i < 100; i++) {
      now += 61 * SECOND;
      tries += a.exchange(NONE, now).size();
    }
    assertThat(tries).isEqualTo(20);
    assertThat(notes.longest()).isZero();
  }
}
