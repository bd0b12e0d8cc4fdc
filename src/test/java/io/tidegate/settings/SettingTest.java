package io.tidegate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of settings; each complaint names the key and the rule. */
class SettingTest {

  private static final String KEY = "tidegate.feature.name";

  @Test
  void givesTheFallbackWhenUnset() {
    Setting unset = new Setting(KEY, null);

    assertThat(unset.integer(5, 6, 7)).isEqualTo(5);
    assertThat(unset.duration(Duration.ZERO)).isZero();
    assertThat(unset.bytes(9)).isEqualTo(9);
    assertThat(unset.flag(true)).isTrue();
    assertThat(unset.address()).isEmpty();
  }

  @Test
  void readsWholeNumbersUpToTheirBounds() {
    assertThat(new Setting(KEY, "1").integer(5, 1, 3)).isEqualTo(1);
    assertThat(new Setting(KEY, "3").integer(5, 1, 3)).isEqualTo(3);
    assertThat(new Setting(KEY, "-2").integer(5, -2, 3)).isEqualTo(-2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5", "99999999999", "1 2", "0x1"})
  void refusesWhatIsNoWholeNumber(String value) {
    assertRefused(value, it -> it.integer(1, 0, 9), "must be a whole number, not '" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "-1"})
  void refusesNumbersOutOfBounds(String value) {
    assertRefused(value, it -> it.integer(2, 1, 3), "must be between 1 and 3, not " + value);
  }

  @Test
  void readsNumbersUpToTheirBounds() {
    assertThat(new Setting(KEY, null).decimal(0.5, 0, 1)).isEqualTo(0.5);
    assertThat(new Setting(KEY, "0").decimal(0.5, 0, 1)).isZero();
    assertThat(new Setting(KEY, "1").decimal(0.5, 0, 1)).isEqualTo(1);
    assertThat(new Setting(KEY, "1e-3").decimal(0.5, 0, 1)).isEqualTo(0.001);
    assertThat(new Setting(KEY, "-.5").decimal(0.5, -1, 1)).isEqualTo(-0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0,5", "50%", "1 2", ""})
  void refusesWhatIsNoNumber(String value) {
    assertRefused(value, it -> it.decimal(0, 0, 1), "must be a number, not '" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.001", "1.001", "NaN", "Infinity", "1e400"})
  void refusesNumbersThatAreNotBetweenTheirBounds(String value) {
    assertRefused(value, it -> it.decimal(0, 0, 1), "must be between 0.0 and 1.0, not " + value);
  }

  @Test
  void readsDurations() {
    assertThat(new Setting(KEY, "PT1M30S").duration(Duration.ZERO)).hasSeconds(90);
    assertThat(new Setting(KEY, "pt0.25s").duration(Duration.ZERO)).hasMillis(250);
  }

  @Test
  void refusesWhatIsNoDuration() {
    assertRefused(
        "30s",
        it -> it.duration(Duration.ZERO),
        "must be an ISO 8601 duration like PT30S, not '30s'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "P366D"})
  void refusesDurationsThatAreNothingOrOverAYear(String value) {
    assertRefused(
        value,
        it -> it.duration(Duration.ZERO),
        "must be longer than nothing and at most PT8760H, not " + value);
  }

  @Test
  void readsWindowsThatMayBeNothing() {
    assertThat(new Setting(KEY, "PT0S").window(Duration.ofSeconds(1))).isZero();
    assertThat(new Setting(KEY, null).window(Duration.ofSeconds(1))).hasSeconds(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "P366D"})
  void refusesWindowsThatAreNegativeOrOverAYear(String value) {
    assertRefused(
        value, it -> it.window(Duration.ZERO), "must be between PT0S and PT8760H, not " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "17B, 17",
    "3KiB, 3072",
    "2 MiB, 2097152",
    "1GiB, 1073741824",
    "2047MiB, 2146435072"
  })
  void readsSizesInBinaryUnits(String value, int bytes) {
    assertThat(new Setting(KEY, value).bytes(0)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5MiB", "-1", "1MB", "1kib", "9999999999999"})
  void refusesWhatIsNoSize(String value) {
    assertRefused(
        value, it -> it.bytes(1), "must be a size like 512KiB or 16MiB, not '" + value + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0GiB", "2GiB", "2048MiB", "8589934592GiB", "9999999999GiB"})
  void refusesSizesOutOfBounds(String value) {
    assertRefused(value, it -> it.bytes(1), "must be between 1B and 2047MiB, not " + value);
  }

  @Test
  void refusesASizeThatWouldWrapIntoBounds() {
    // 2^34 + 1 GiB are 2^64 + 2^30 bytes.
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> new Setting(KEY, "17179869185GiB").bytes(1))
        .withMessageStartingWith(KEY + " must be");
  }

  @Test
  void readsFlagsInAnyCase() {
    assertThat(new Setting(KEY, "TRUE").flag(false)).isTrue();
    assertThat(new Setting(KEY, "false").flag(true)).isFalse();
    assertRefused("yes", it -> it.flag(true), "must be true or false, not 'yes'");
  }

  @Test
  void readsAddresses() {
    assertThat(new Setting(KEY, "http://a:1/v1/").address()).contains(URI.create("http://a:1/v1"));
    assertRefused("a:1", Setting::address, "must be an http or https address, not 'a:1'");
  }

  private static void assertRefused(String value, Function<Setting, Object> read, String rule) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> read.apply(new Setting(KEY, value)))
        .withMessage(KEY + " " + rule);
  }
}
