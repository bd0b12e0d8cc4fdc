package io.tidegate.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.GatewayConfig;
import io.tidegate.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class AnnouncementTest {

  private static final String URL = "tidegate.gateway.url";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private PrintStream before;

  @BeforeEach
  void listens() {
    before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void listensNoMore() {
    System.setOut(before);
  }

  private boolean ready = true;

  @Test
  void tellsOnceTwoSecondsAfterTheStart() {
    Announcement announcement = announcement(Map.of(URL, "http://gate.test"));

    beat(announcement, 19);
    assertThat(text()).isEmpty();
    beat(announcement, 1);
    assertThat(text()).hasLineCount(1);
    beat(announcement, 100);
    assertThat(text()).hasLineCount(1);
  }

  @Test
  void tellsWhereEverythingIs() {
    beat(
        announcement(
            Map.of(
                URL,
                "http://gate.test",
                "tidegate.gateway.console-url",
                "https://console.test",
                "tidegate.gateway.admin-file",
                "/config/admin.xml")),
        20);

    assertThat(text())
        .contains("http://gate.test/v1", "http://gate.test/openapi/ui")
        .contains("http://gate.test/metrics", "http://gate.test/health")
        .contains("Console: http://gate.test/ ", "Admin Center: https://console.test")
        .contains("password in /config/admin.xml");
  }

  @Test
  void leavesOutWhatIsNotThere() {
    beat(announcement(Map.of(URL, "http://gate.test")), 20);

    assertThat(text()).doesNotContain("Admin Center", "password", "Optional");
  }

  @Test
  void waitsUntilTheServerIsReady() {
    ready = false;
    Announcement announcement = announcement(Map.of(URL, "http://gate.test"));
    beat(announcement, 50);
    assertThat(text()).isEmpty();

    ready = true;
    beat(announcement, 50);
    assertThat(text()).containsOnlyOnce("Tidegate is ready");
  }

  @Test
  void saysNothingWhenItDoesNotKnowItsAddress() {
    beat(announcement(Map.of()), 20);

    assertThat(text()).isEmpty();
  }

  private Announcement announcement(Map<String, String> settings) {
    return new Announcement(GatewayConfig.from(new Settings(settings)), () -> ready, () -> {});
  }

  private static void beat(Announcement announcement, int times) {
    for (int i = 0; i < times; i++) {
      announcement.beat();
    }
  }

  private String text() {
    return printed.toString(UTF_8).strip();
  }
}
