package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-28T08:49:37Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7000",
    "' 12 ', 12000",
    "300, 300000",
    "301, 300000",
    "999999999, 300000",
    "99999999999999999999999999, 300000",
    "1.5, 1500",
    "0.25, 250",
    ".5, 500",
    "2., 2000",
    "1.23456789012345678901234567890, 1235",
    "-1, 0",
    "-0.5, 0",
    "-99999999999999999999, 0",
    "+7, 7000",
    "7s, 7000",
    "1500ms, 1500",
    "31536000, 300000"
  })
  void readsSecondsAndBelievesNobodyTooMuch(String value, long millis) {
    assertThat(of("Retry-After: " + value)).isCloseTo(Duration.ofMillis(millis), milli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sat, 28 Nov 2026 08:50:07 GMT",
        "Saturday, 28-Nov-26 08:50:07 GMT",
        "Sat Nov 28 08:50:07 2026",
        "sat, 28 nov 2026 08:50:07 gmt",
        "Mon, 28 Nov 2026 08:50:07 GMT",
        "28 Nov 2026 08:50:07 UTC",
        "Sat,  28 Nov 2026  08:50:07 +0000"
      })
  void readsADateInEachForm(String date) {
    assertThat(of("Retry-After: " + date)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT | 0
          Sunday, 06-Nov-94 08:49:37 GMT | 0
          Sun Nov  6 08:49:37 1994 | 0
          Fri, 31 Dec 9999 23:59:59 GMT | 300
          Saturday, 28-Nov-75 08:49:37 GMT | 300
          Saturday, 29-Nov-77 08:49:37 GMT | 0
          """)
  void clampsDatesThatAreOverOrYearsAway(String date, long seconds) {
    assertThat(of("Retry-After: " + date)).hasSeconds(seconds);
  }

  @Test
  void readsADateByTheNodesOwnClock() {
    assertThat(
            of("Date: Sat, 28 Nov 2026 03:00:00 GMT", "Retry-After: Sat, 28 Nov 2026 03:00:09 GMT"))
        .hasSeconds(9);
    assertThat(of("Date: now", "Retry-After: Sat, 28 Nov 2026 08:49:39 GMT")).hasSeconds(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "7 s",
        "\u0667",
        ".",
        "-",
        "1e3",
        "0x10",
        "NaN",
        "Infinity",
        "1,5",
        "1.2.3",
        "Sat, 32 Nov 2026 08:50:07 GMT",
        "2026-11-28T08:50:07Z"
      })
  void givesNothingForAnythingElse(String value) {
    assertThat(of("Retry-After: " + value)).isNull();
    assertThat(of("Retry-After-Ms: " + value, "Retry-After: 3")).hasSeconds(3);
  }

  @Test
  void prefersMilliseconds() {
    assertThat(of("retry-after-ms: 1500", "Retry-After: 2")).isEqualTo(Duration.ofMillis(1500));
    assertThat(of("retry-after-ms: 20.5")).isCloseTo(Duration.ofNanos(20_500_000), milli());
    assertThat(of("retry-after-ms: -5")).isZero();
    assertThat(of("retry-after-ms: 99999999999")).hasMinutes(5);
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "6m0s, 300000",
    "20ms, 20",
    "1m2.5s, 62500",
    "1h0m0s, 300000",
    "1d, 300000",
    "500us, 0",
    "7.66s, 7660",
    "12, 12000",
    "0s, 0",
    "2M, 120000"
  })
  void readsWhenALimitIsReset(String value, long millis) {
    for (String what : new String[] {"requests", "tokens"}) {
      assertThat(of("x-ratelimit-reset-" + what + ": " + value))
          .isCloseTo(Duration.ofMillis(millis), milli());
    }
  }

  @Test
  void ofTwoLimitsTheSpentOneCounts() {
    String[] resets = {"x-ratelimit-reset-requests: 3s", "x-ratelimit-reset-tokens: 90s"};
    assertThat(of(resets)).hasSeconds(3);
    assertThat(of(with(resets, "x-ratelimit-remaining-tokens: 0"))).hasSeconds(90);
    assertThat(of(with(resets, "x-ratelimit-remaining-requests: 0"))).hasSeconds(3);
    assertThat(of(with(resets, "x-ratelimit-remaining-tokens: 7"))).hasSeconds(3);
    assertThat(of(with(resets, "Retry-After: 1"))).hasSeconds(1);
    assertThat(of("x-ratelimit-reset-tokens: soon", "x-ratelimit-remaining-tokens: 0")).isNull();
  }

  @Test
  void withoutAHeaderThereIsNoPause() {
    assertThat(of()).isNull();
  }

  @Property(tries = 2000)
  void nothingEverMakesAPauseBelowZeroOrAboveFiveMinutes(@ForAll long seed) {
    Random random = new Random(seed);
    String signs = "0123456789.-+eE smhdunSatNov:,GMT%\u00b5\u0660";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(signs.charAt(random.nextInt(signs.length())));
    }
    for (String name : new String[] {"Retry-After", "retry-after-ms", "x-ratelimit-reset-tokens"}) {
      Duration pause = of(name + ": " + text);
      assertThat(pause == null || (!pause.isNegative() && pause.toMinutes() <= 5)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'details':[{'@type':'type.googleapis.com/google.rpc.RetryInfo',"
            + "'retryDelay':'39s'}]} | 39000",
        "{'details':[{'a':1},7,{'retryDelay':'45.837906927s'}]} | 45838",
        "{'details':[{'retryDelay':'x'},{'retryDelay':' 1s '},{'retryDelay':'2s'}]} | 1000",
        "{'details':[{'retryDelay':'3600s'}]} | 300000",
        "{'details':[{'retryDelay':'0s'}]} | 0"
      })
  void readsADelayAmongTheDetailsOfAnError(String error, long millis) {
    assertThat(within(error, null)).isCloseTo(Duration.ofMillis(millis), milli());
    assertThat(within(error, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'details':null}",
        "{'details':'39s'}",
        "{'details':[]}",
        "{'details':[{'retryDelay':39}]}",
        "{'details':[{'retryDelay':'-1s'}]}",
        "{'details':[{'retryDelay':''}]}",
        "{'retryDelay':'39s'}"
      })
  void readsNoDelayWhereNoneIsNamed(String error) {
    assertThat(within(error, null)).isNull();
    assertThat(within(error, Duration.ZERO)).isEqualTo(Duration.ZERO);
  }

  private static Duration within(String error, Duration asked) {
    String body = ("{'error':{'message':'Full.'," + error.substring(1) + "}").replace(",}", "}");
    return ErrorReader.read(body.replace('\'', '"').getBytes(UTF_8)).notBefore(asked);
  }

  private static Duration milli() {
    return Duration.ofMillis(1);
  }

  private static String[] with(String[] headers, String another) {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = another;
    return all;
  }

  private static Duration of(String... headers) {
    Map<String, String> all =
        Arrays.stream(headers)
            .map(header -> header.split(":", 2))
            .collect(
                Collectors.toMap(
                    header -> header[0],
                    header -> header[1],
                    (one, two) -> one,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    return RetryAfter.of(all::get, NOW);
  }
}
