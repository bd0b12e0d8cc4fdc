package io.tidegate.batches.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.batches.BatchesConfig;
import io.tidegate.jobs.JobsConfig;
import io.tidegate.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The server has as many sessions as the application shares out among the tenants. */
class ServerSessionsTest {

  private static final Path SERVER = Path.of("src/main/liberty/config/server.xml");

  private final Settings nothingSet = new Settings(Map.of());

  @Test
  void forStepsThatWaitForNoNode() throws Exception {
    assertThat(sessions("StepConsumer")).isEqualTo(String.valueOf(OwnSteps.SESSIONS));
  }

  @Test
  void forSlices() throws Exception {
    assertThat(sessions("BatchConsumer")).isEqualTo("${tidegate.batches.sessions}");
    assertThat(usual("tidegate.batches.sessions"))
        .isEqualTo(String.valueOf(BatchesConfig.from(nothingSet).sessions()));
  }

  @Test
  void forJobs() throws Exception {
    assertThat(sessions("JobConsumer")).isEqualTo("${tidegate.jobs.sessions}");
    assertThat(usual("tidegate.jobs.sessions"))
        .isEqualTo(String.valueOf(JobsConfig.from(nothingSet).sessions()));
  }

  private static String sessions(String consumer) throws Exception {
    return found("tidegate/" + consumer + "\">\\s*<[^>]* maxSession=\"([^\"]+)\"");
  }

  private static String usual(String setting) throws Exception {
    return found("name=\"" + Pattern.quote(setting) + "\" defaultValue=\"([^\"]+)\"");
  }

  private static String found(String pattern) throws Exception {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(SERVER));
    assertThat(found.find()).as("%s", pattern).isTrue();
    return found.group(1);
  }
}
