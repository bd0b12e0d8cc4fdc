package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.it.browser.Chromium;
import io.tidegate.it.browser.Look;
import io.tidegate.it.browser.Page;
import io.tidegate.simulator.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How the console looks, to everybody: by day and at night, in English and in Chinese, on a desk
 * and on a phone.
 *
 * <p>With {@code -Dconsole.pictures=docs/images} it keeps pictures of the views there.
 */
final class ConsoleViewsIT extends DeployedEar {

  private static final String PICTURES = System.getProperty("console.pictures", "");
  private static final int MOST_BYTES = 150_000;

  /** After that sparklines have something to show. */
  private static final Duration LONG_ENOUGH =
      PICTURES.isEmpty() ? Duration.ofSeconds(1) : Duration.ofSeconds(75);

  private static Chromium chromium;
  private static Fleet fleet;
  private static SteadyClients clients;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.installed(), "chromium is not installed");
    chromium = Chromium.start();
    fleet = new Fleet();
    fleet.add("gpu1", Fleet.quick(), 2, 64, "private");
    fleet.add("gpu2", Fleet.quick(), 1, 64, "private");
    fleet.add("gpu3", Fleet.quick(), 1, 64, "private");
    fleet.add("deepseek", Fleet.quick(), 1, 500, "public");
    clients = SteadyClients.asking(Duration.ofMillis(60));
    ExperimentCalls.start("round-robin", "least-outstanding-tokens");
    ExperimentCalls.stop();
    ExperimentCalls.start("weighted-least-connections", "expected-first-token");
    letCallsCome();
    if (!PICTURES.isEmpty()) {
      fleet.fault("gpu3", Fault.ERROR_FIRST);
      letCallsCome();
    }
  }

  private static void letCallsCome() {
    int before = clients.asked();
    Fleet.await(
        "calls",
        LONG_ENOUGH.plusSeconds(30),
        () -> clients.asked() - before > LONG_ENOUGH.toMillis() / 60);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      ExperimentCalls.stop();
      clients.close();
      fleet.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "light, en, false",
    "dark, en, false",
    "light, zh-CN, false",
    "dark, zh-CN, true",
    "light, en, true"
  })
  void nobodyIsKeptOutOfAnyView(String scheme, String language, boolean phone) {
    Look look = new Look(scheme.equals("dark"), language, Look.DESK.width());
    Page page = chromium.open(ConsoleDesk.SITE, phone ? look.onAPhone() : look);
    String name = scheme + "-" + language.substring(0, 2) + (phone ? "-phone" : "");
    page.go("/");
    page.await("!document.getElementById('sign-in').hidden");
    assertThat(page.barriers()).as("sign-in").isEmpty();
    if (look.equals(Look.DESK) && !phone) {
      keep(page, "console-sign-in-" + name);
    }

    ConsolePage console = ConsolePage.ofAdmin(page);
    for (String view : ConsolePage.VIEWS) {
      console.view(view);
      page.awaitText("#view", "");
      assertThat(page.barriers()).as(view).isEmpty();
      assertThat(page.value("document.documentElement.scrollWidth - innerWidth").asInt())
          .as(view + " is as wide as the page")
          .isLessThanOrEqualTo(0);
      boolean all = look.equals(Look.DESK) && !phone;
      if (all || view.equals("now") || view.equals("nodes")) {
        keep(page, "console-" + view + "-" + name);
      }
    }
    assertThat(page.value("document.documentElement.lang").asText()).isEqualTo(language);
    assertThat(page.complaints()).isEmpty();
  }

  @Test
  void littleIsTransferred() {
    Page fresh = chromium.open(ConsoleDesk.SITE, Look.DESK);
    ConsolePage.ofAdmin(fresh);
    fresh.awaitText(".fresh", "live");
    assertThat(
            fresh
                .value(
                    "[...performance.getEntriesByType('navigation'),"
                        + " ...performance.getEntriesByType('resource')]"
                        + ".reduce((sum, one) => sum + one.transferSize, 0)")
                .asInt())
        .as("bytes")
        .isBetween(1000, MOST_BYTES);
  }

  private static void keep(Page page, String name) {
    if (!PICTURES.isEmpty()) {
      page.picture(Path.of(PICTURES, name + ".png"));
    }
  }
}
