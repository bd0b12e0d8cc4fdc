package io.tidegate.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.alerting.Announcements.Due;
import io.tidegate.testing.FakeNotes;
import io.tidegate.testing.RecordedLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnouncementsTest {

  private static final long SECOND = 1000;

  @RegisterExtension private final RecordedLog log = new RecordedLog(Announcements.class.getName());

  private final FakeNotes notes = new FakeNotes();
  private final Announcements a = new Announcements(notes, "a");
  private final Announcements b = new Announcements(notes, "b");
  private long now = 1_800_000_000_000L;

  private static Alert alert(String name, String node) {
    return alert(name, node, Severity.WARNING);
  }

  private static Alert alert(String name, String node, Severity severity) {
    return new Alert(
        name,
        Map.of("node", node),
        severity,
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

  private static List<Alert> flood(int count, Severity severity, Alert... more) {
    return Stream.concat(
            IntStream.range(0, count).mapToObj(i -> alert("BudgetSpent", "of " + i, severity)),
            Stream.of(more))
        .toList();
  }

  private static List<String> names(List<Due> due) {
    return due.stream().map(each -> each.text().name()).toList();
  }

  @Test
  void whatHasNoPlaceIsLeftOutAndComplainedOfOnce() {
    assertThat(tell(a, flood(250, Severity.WARNING))).hasSize(200);
    assertThat(tell(a, flood(250, Severity.WARNING))).isEmpty();
    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0)).contains("50 are left out, such as BudgetSpent");

    assertThat(tell(a, flood(200, Severity.WARNING))).isEmpty();
    assertThat(tell(a, NONE)).hasSize(200);
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void aCriticalAlertIsToldThoughOthersHaveAllPlaces() {
    assertThat(tell(a, flood(250, Severity.WARNING))).hasSize(200);
    List<Alert> firing =
        flood(250, Severity.WARNING, alert("HighErrorRate", "gpu1", Severity.CRITICAL));

    assertThat(names(tell(a, firing))).containsExactly("HighErrorRate");
    assertThat(tell(a, firing)).isEmpty();
    assertThat(tell(b, firing)).isEmpty();
    assertThat(names(tell(b, NONE))).isEmpty();
  }

  @Test
  void aRuleThatHasAllPlacesGivesSomeToAnotherThatIsAsUrgent() {
    assertThat(tell(a, flood(250, Severity.WARNING))).hasSize(200);
    List<Alert> firing = flood(250, Severity.WARNING, alert("NodeEjected", "gpu1"));

    assertThat(names(tell(a, firing))).containsExactly("NodeEjected");
    assertThat(tell(a, firing)).isEmpty();
  }

  @Test
  void whatIsOnlyGoodToKnowHasHalfOfThePlaces() {
    assertThat(tell(a, flood(250, Severity.INFO))).hasSize(100);
    assertThat(log.lines()).hasSize(1);
    assertThat(tell(a, flood(250, Severity.INFO, alert("NodeEjected", "gpu1")))).hasSize(1);
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
