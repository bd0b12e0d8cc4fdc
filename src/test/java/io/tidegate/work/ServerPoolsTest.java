package io.tidegate.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerPoolsTest {

  private static final Path SERVER = Path.of("src/main/liberty/config/server.xml");
  private static final Path GUIDE = Path.of("docs/configuration.md");

  @ParameterizedTest
  @EnumSource(PoolName.class)
  void theServerDeclaresThePoolAsLargeAsTheApplicationTakesItToBe(PoolName pool) throws Exception {
    String setting = "tidegate.pools." + pool.label();

    assertThat(Files.readString(SERVER))
        .contains("<variable name=\"" + setting + "\" defaultValue=\"" + pool.threads() + "\"/>")
        .containsOnlyOnce("max=\"${" + setting + "}\"");
  }

  @ParameterizedTest
  @EnumSource(PoolName.class)
  void thePoolHasABoundedQueueThatTheGuideTells(PoolName pool) throws Exception {
    Matcher queue =
        Pattern.compile(
                "max=\"\\$\\{tidegate\\.pools\\." + pool.label() + "}\" maxQueueSize=\"(\\d+)\"")
            .matcher(Files.readString(SERVER));
    assertThat(queue.find()).isTrue();

    assertThat(Files.readString(GUIDE))
        .contains("| `" + pool.label() + "` | " + pool.threads() + " | " + queue.group(1) + " |");
  }
}
