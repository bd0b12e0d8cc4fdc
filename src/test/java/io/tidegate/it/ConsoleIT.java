package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people do in the console, in a real browser. */
final class ConsoleIT extends ConsoleDesk {

  @Test
  void strangersSeeWhatThisIsAndWhoSignsOutIsAStrangerAgain() {
    page.go("/");
    assertThat(page.text("#front")).contains("Tidegate", "http://localhost:9180/v1");
    ConsolePage console = ConsolePage.ofAdmin(page);
    assertThat(page.text(".who")).contains("admin");
    assertThat(page.value("document.cookie").asText()).as("what scripts see").isEmpty();

    console.button("Sign out");

    page.await("document.getElementById('console').hidden");
    assertThat(page.text("#console")).isEmpty();
    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
  }

  @Test
  void figuresMoveUnderLoad() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("now");
    page.awaitText(".fresh", "live");

    load();

    page.await("parseFloat(document.querySelector('[data-card=requests] .value').innerText) > 1");
    page.await("/ms|s$/.test(document.querySelector('[data-card=firstToken] .value').innerText)");
    page.await("document.querySelectorAll('[data-card=requests] svg path').length > 0");
    assertThat(page.value("document.querySelector('[data-card=requests] svg').ariaLabel").asText())
        .contains("answered from");
  }

  @Test
  void aDrainedNodeSaysWhatWillHappenAndLosesItsShare() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("nodes");
    load();
    page.await("/[1-9]/.test(" + share("two") + ")");

    console.button("Drain two");
    assertThat(page.text("dialog")).contains("Drain two?", "It gets no new calls");
    console.agree();

    page.awaitText("tbody tr", "draining");
    page.await(share("two") + " === '0%'", MORE_THAN_A_MINUTE);
    assertThat(Fleet.node("two").path("draining").asBoolean()).isTrue();
    console.button("Let two take calls again");
    console.agree();
    page.await("!document.querySelector('tbody').innerText.includes('draining')");
  }

  @Test
  void aWarmupIsRunByHand() {
    Http.post("/v1/chat/completions", Http.chat("asked most", false));
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("cache");
    console.button("Run a warm-up");

    console.agree();

    page.await(
        "['running', 'done'].includes(document.querySelector('[data-warmup]').dataset.warmup)");
    page.await(
        "document.querySelector('[data-warmup]').dataset.warmup === 'done'", MORE_THAN_A_MINUTE);
    assertThat(page.text("[data-warmup]")).contains("by hand");
  }

  @Test
  void aJobIsStartedWatchedAndCancelled() {
    slow();
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("jobs");
    console.button("Start a job");
    page.click("dialog textarea");
    page.type("What is a tide gate?");
    console.agree();
    page.awaitText("tbody tr:first-child", "running");
    String id = page.value("document.querySelector('tbody th code').title").asText();

    console.button("Cancel " + id.substring(0, 14));
    assertThat(page.text("dialog")).contains(id, "It runs");
    console.agree();

    page.awaitText("tbody tr:first-child", "cancelled");
    assertThat(JobCalls.job(id).path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void aBatchIsStartedWatchedAndCancelled() {
    slow();
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("jobs");
    console.button("Start a batch");
    page.value(
        "(d => { d.items.add(new File([%s], 'calls.jsonl'));".formatted(TextNode.valueOf(lines(3)))
            + " document.querySelector('dialog [type=file]').files = d.files; })"
            + "(new DataTransfer())");
    console.agree();
    page.await("document.querySelector('th code[title^=batch]')");
    page.awaitText("tr:has(th code[title^=batch])", "0 of 3 lines");
    String id = page.value("document.querySelector('th code[title^=batch]').title").asText();

    console.button("Cancel " + id.substring(0, 14));
    assertThat(page.text("dialog")).contains(id, "No further line is asked");
    console.agree();

    page.awaitText("tr:has(th code[title^=batch])", "cancel");
  }

  @Test
  void aPromptIsTriedAndItsWayIsTold() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("tryit");
    page.click("form.try textarea");
    page.type("What is a tide gate, really?");

    console.button("Send");

    page.await("document.querySelector('[data-answer=ended]')?.innerText.length > 20");
    assertThat(page.text("[data-node]")).isIn("one", "two");
    assertThat(page.text("#view")).contains("First token after", "Raw events");
  }

  @Test
  void aViewerSeesAllAndNothingThatWouldBeRefused() {
    ConsolePage console = ConsolePage.ofViewer(page);
    for (String view : ConsolePage.VIEWS) {
      console.view(view);
      assertThat(console.buttons())
          .as(view)
          .doesNotContain("Drain", "Remove", "Add", "Run", "Purge", "Start", "Cancel", "Change");
      assertThat(page.value("document.querySelector('.state') === null").asBoolean())
          .as(view + " is shown")
          .isTrue();
    }
    assertThat(page.refusals()).noneMatch(line -> line.startsWith("403"));
  }

  @Test
  void theKeyboardAloneDoes() {
    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
    page.tabTo("#user");
    page.type("admin");
    page.press("Tab");
    page.type(Admin.password());
    page.press("Enter");
    page.await("document.querySelector('nav')");
    page.tabTo(".skip");
    page.press("Enter");
    assertThat(page.value("document.activeElement.id").asText()).isEqualTo("view");
    page.value("document.querySelector('.skip').focus()");
    page.tabTo("nav a[href='#/nodes']");
    page.press("Enter");
    page.awaitText("#view h1", "Nodes");
    page.awaitText("#view tbody", "one");

    page.tabTo("button[aria-label='Drain one']");
    page.press("Enter");
    page.awaitText("dialog[open]", "Drain one?");
    page.press("Escape");

    page.await("!document.querySelector('dialog')");
    page.await("document.activeElement.ariaLabel === 'Drain one'");
    assertThat(Fleet.node("one").path("draining").asBoolean()).isFalse();
  }

  private void slow() {
    fleet.settings("one", Fleet.quick().withTimeToFirstToken(Duration.ofMinutes(2)));
    fleet.settings("two", Fleet.quick().withTimeToFirstToken(Duration.ofMinutes(2)));
  }

  /** A batch's file with so many calls. */
  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            line ->
                "{\"custom_id\":\"%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}"
                    .formatted(line, Http.chat("line " + line, false)))
        .collect(Collectors.joining("\n"));
  }

  /** A script that reads the share of the calls of the last minute that a node had. */
  private static String share(String node) {
    return ("[...document.querySelectorAll('tbody tr')]"
            + ".find(row => row.querySelector('th strong')?.innerText === '%s')"
            + "?.querySelector('td[data-label=Share]').innerText.split('\\n')[0].trim()")
        .formatted(node);
  }
}
