package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see and do in the console in an outage: switches and alerts. */
final class ConsoleOutageIT extends ConsoleDesk {

  private static final String REASON = "a rehearsal in the console";

  @AfterEach
  void turnBrownoutOff() {
    Admin.send("/api/switches/brownout", "DELETE", null);
  }

  @Test
  void aBrownoutIsTurnedOnByAClickShownToAllAndEndsByItself() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("now");
    console.button("Switch Brownout on");
    assertThat(page.text("dialog")).contains("Serve stale answers", "ends by itself");
    page.click("dialog [name=reason]");
    page.type(REASON);
    console.choose("for", "PT1M");
    console.agree();

    page.awaitText(".banner", REASON);
    assertThat(page.text(".banner")).contains("Brownout is on", "by admin", "ends in");
    assertThat(
            Http.post("/v1/chat/completions", Http.chat("in a brownout", false))
                .headers()
                .firstValue("x-tidegate-switches"))
        .contains("brownout");
    page.await("!document.querySelector('.banner')", MORE_THAN_A_MINUTE);
    assertThat(Fleet.json(Admin.get("/api/switches").body()).path("data")).isEmpty();
    JsonNode last = Fleet.json(Admin.get("/api/switches").body()).at("/recent/0");
    assertThat(last.path("act").asText()).as("nobody turned it off").isEqualTo("on");
    assertThat(last.path("reason").asText()).isEqualTo(REASON);
  }

  @Test
  void aBrownoutWithoutAReasonIsNotTurnedOn() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("now");
    console.button("Switch Brownout on");

    page.click("dialog[open] button[type=submit]");

    assertThat(
            page.value("document.querySelector('dialog [name=reason]').validity.valid").asBoolean())
        .isFalse();
    console.button("Cancel");
    page.await("!document.querySelector('dialog')");
    assertThat(Fleet.json(Admin.get("/api/switches").body()).path("data")).isEmpty();
  }

  @Test
  void aBrownoutIsTurnedOffInTheBanner() {
    turnOn("PT10M");
    ConsolePage console = ConsolePage.ofAdmin(page);
    page.awaitText(".banner", REASON);

    page.click(".banner button");
    console.agree();

    page.await("!document.querySelector('.banner')");
    assertThat(Fleet.json(Admin.get("/api/switches").body()).path("data")).isEmpty();
  }

  @Test
  void aViewerSeesWhatIsOnAndNoSwitch() {
    turnOn("PT10M");
    ConsolePage console = ConsolePage.ofViewer(page);
    console.view("now");
    page.awaitText(".banner", REASON);

    assertThat(page.text("body")).doesNotContain("Switch on", "Switch off", "Emergency switches");
    assertThat(
            page.value("[...document.querySelectorAll('button')].map(b => b.innerText).join()")
                .asText())
        .doesNotContain("Switch");
    assertThat(Admin.sendAsViewer("/api/switches/brownout", "DELETE", null).statusCode())
        .isEqualTo(403);
    assertThat(page.refusals()).noneMatch(line -> line.startsWith("403"));
  }

  @Test
  void aNodeThatIsGoneIsToldOnTopAndAmongTheAlertsUntilItIsTakenOut() {
    ConsolePage console = ConsolePage.ofViewer(page);
    load();
    fleet.kill("two");

    page.awaitText(".status", "1 of 2 nodes take no calls");
    console.view("alerts");
    page.await(alert("NodeEjected"), MORE_THAN_A_MINUTE.multipliedBy(2));
    assertThat(page.text("ul.alerts")).contains("Node two is out", "runbook.md#nodeejected");
    assertThat(page.text("ul.alerts")).contains("threshold").doesNotContain("NaN");
    page.await("document.querySelector('.status a[href=\"#/alerts\"]')");
    page.await("document.querySelector('nav a[aria-current] .badge')?.innerText > 0");

    assertThat(Admin.send("/api/nodes/two", "DELETE", null).statusCode()).isEqualTo(204);
    page.await("!" + alert("NodeEjected"), MORE_THAN_A_MINUTE);
    page.awaitText("tbody tr", "NodeEjected");
  }

  /** A script that says whether the alert is among those that fire. */
  private static String alert(String name) {
    return "[...document.querySelectorAll('ul.alerts h3')].some(h => h.innerText === '%s')"
        .formatted(name);
  }

  private static void turnOn(String time) {
    String body = "{\"reason\":\"" + REASON + "\",\"for\":\"" + time + "\"}";
    assertThat(Admin.send("/api/switches/brownout", "PUT", body).statusCode()).isLessThan(300);
    Fleet.await(
        "the switch",
        Duration.ofSeconds(5),
        () -> !Fleet.json(Admin.get("/api/switches").body()).path("data").isEmpty());
  }
}
