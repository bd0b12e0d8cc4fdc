package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidegate.it.browser.Chromium;
import io.tidegate.it.browser.Look;
import io.tidegate.it.browser.Page;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A page of a browser before a server with two nodes; in the end it must not have complained. */
abstract class ConsoleDesk extends DeployedEar {

  static final URI SITE = URI.create("http://localhost:9180/");

  /** What ends after a minute, or looks a minute back, has changed by then. */
  static final Duration MORE_THAN_A_MINUTE = Duration.ofSeconds(100);

  private static Chromium chromium;

  private SteadyClients clients;
  Fleet fleet;
  Page page;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Chromium.installed(), "chromium is not installed");
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openFleet() {
    fleet = new Fleet();
    fleet.add("one", Fleet.quick(), 1);
    fleet.add("two", Fleet.quick(), 1);
    page = chromium.open(SITE, Look.DESK);
  }

  @AfterEach
  void closeFleet() {
    if (clients != null) {
      clients.close();
    }
    fleet.close();
    if (page != null) {
      assertThat(page.complaints()).isEmpty();
    }
  }

  /** Some twenty calls a second until the end of the test. */
  final void load() {
    clients = SteadyClients.asking(Duration.ofMillis(50));
  }
}
