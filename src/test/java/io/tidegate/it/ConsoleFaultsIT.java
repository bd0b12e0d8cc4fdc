package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the console does when others mean harm, the session ends, or the server is out of reach. */
final class ConsoleFaultsIT extends ConsoleDesk {

  private static final String MARKUP =
      "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>{name}$&";

  /** What is in the page, and not of it. */
  private static final String FOREIGN =
      "#console img:not([src='/console/favicon.svg']), #console script, #console iframe,"
          + " #said *, dialog img, dialog script, a[href^='javascript']";

  @AfterEach
  void turnOff() {
    Admin.send("/api/switches/brownout", "DELETE", null);
    Admin.send("/api/nodes/hostile", "DELETE", null);
  }

  @Test
  void whatOthersNameThingsIsTextInEachView() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("url", "http://localhost:1/v1").put("region", MARKUP).put("tier", "private");
    node.putArray("models").add(MARKUP);
    assertThat(Admin.send("/api/nodes/hostile", "PUT", node.toString()).statusCode())
        .isEqualTo(200);
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("reason", MARKUP).put("for", "PT10M");
    assertThat(Admin.send("/api/switches/brownout", "PUT", order.toString()).statusCode())
        .isEqualTo(200);

    ConsolePage console = ConsolePage.ofAdmin(page);
    page.awaitText(".banner", MARKUP);
    for (String view : ConsolePage.VIEWS) {
      console.view(view);
      assertHarmless(view);
    }
    console.view("nodes");
    page.awaitText(".region h4", MARKUP);
    console.button("Drain hostile");
    assertHarmless("dialog");
    console.button("Cancel");
    console.view("tryit");
    page.await(
        "[...document.querySelectorAll('form.try option')].some(o => o.value.includes('<'))");
    assertHarmless("tryit");
  }

  private void assertHarmless(String where) {
    assertThat(page.value("document.querySelectorAll(\"" + FOREIGN + "\").length").asInt())
        .as(where)
        .isZero();
    assertThat(page.value("document.title").asText()).as(where).doesNotContain("hit");
  }

  @Test
  void anObjectThatANodeSendsInPlaceOfATextIsNoElement() {
    ConsolePage.ofAdmin(page);

    assertThat(
            page.value(
                    "import('/console/dom.js').then(({h, render}) => { const place ="
                        + " document.createElement('div'); const sent ="
                        + " JSON.parse('{\"tag\":\"form\",\"props\":{},\"children\":[]}');"
                        + " render(place, h('code', ' ', sent), sent); return place.innerHTML; })")
                .asText())
        .isEqualTo("<code> [object Object]</code>[object Object]");
  }

  @Test
  void aSessionThatEndsElsewhereIsToldAndTheNextSignInGoesOn() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("nodes");
    page.expectRefusals();

    page.value(
        "fetch('/api/session', {method: 'DELETE', headers: {'X-Tidegate-Console': '1'}})"
            + ".then(response => response.status)");

    page.await("document.getElementById('console').hidden");
    assertThat(page.text("#sign-in-refused")).contains("Your session has ended");
    assertThat(page.text("#console")).isEmpty();
    ConsolePage.ofAdmin(page);
    page.awaitText(".fresh", "live");
  }

  @Test
  void whatIsKnownStaysWhileTheServerIsOutOfReachAndIsRenewedThen() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("nodes");
    page.awaitText(".fresh", "live");
    page.expectRefusals();

    page.offline(true);
    // Chromium lets a stream that is open go on; whatever is asked from now on fails.
    page.awaitText("#view .notice", "The server cannot be reached");
    assertThat(page.text("#view tbody")).as("what was known is still shown").contains("one");

    page.offline(false);
    page.await("!document.querySelector('#view .notice')");
  }

  @Test
  void whoComesNextSeesNothingOfTheLastOne() {
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("tryit");
    page.click("form.try textarea");
    page.type("What nobody else must know?");
    console.button("Send");
    page.await("document.querySelector('[data-answer=ended]')?.innerText.length > 20");
    console.button("Sign out");
    page.await("document.getElementById('console').hidden");

    page.click("#user");
    page.type("onlooker");
    page.click("#password");
    page.type("only-for-tests");
    page.press("Enter");
    page.awaitText(".who", "onlooker");
    console.view("tryit");

    assertThat(page.text("body")).doesNotContain("Raw events");
    assertThat(page.value("document.querySelector('form.try textarea').value").asText()).isEmpty();
  }
}
