package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Experiments as people start, watch and stop them in the console. */
final class ConsoleExperimentsIT extends ConsoleDesk {

  @AfterEach
  void stopExperiments() {
    ExperimentCalls.stop();
  }

  @Test
  void anExperimentIsStartedWatchedAndStopped() {
    load();
    ConsolePage console = ConsolePage.ofAdmin(page);
    console.view("experiments");
    assertThat(page.text("#view")).contains("No experiment runs");
    console.button("Start an experiment");
    page.awaitText("dialog[open]", "each call to this server gets value A or B");
    console.choose("setting", "tidegate.cache.mode");
    console.choose("a", "off");
    console.choose("b", "always");
    console.agree();

    page.await("/[1-9]/.test(" + ofArm("B", "Calls") + ")");
    page.awaitText("[data-experiment=running]", "What the cache answers: off / always");
    page.await("/ms|s$/.test(" + ofArm("A", "p95") + ")");
    console.button("Stop the experiment");
    assertThat(page.text("dialog")).contains("get the configured value again");
    console.agree();

    page.awaitText("[data-experiment=stopped]", "Somebody stopped it.");
    assertThat(ExperimentCalls.all().at("/0/state").asText()).isEqualTo("stopped");
  }

  /** A script that reads a figure of one arm of the experiment that is shown first. */
  private static String ofArm(String arm, String title) {
    return ("[...document.querySelectorAll('tbody tr')]"
            + ".find(row => row.querySelector('th b')?.innerText === '%s')"
            + "?.querySelector('td[data-label^=\"%s\"]').innerText.split('\\n')[0].trim()")
        .formatted(arm, title);
  }
}
