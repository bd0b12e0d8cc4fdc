package io.tidegate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.settings.SettingException;
import io.tidegate.settings.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

  private static final Map<String, String> FLASH =
      Map.of(
          "tidegate.prices.deepseek-flash.input", "0.15",
          "tidegate.prices.deepseek-flash.cached-input", "0.003",
          "tidegate.prices.deepseek-flash.output", "0.60",
          "tidegate.prices.deepseek-flash.peak-input", "0.30",
          "tidegate.prices.deepseek-flash.peak-cached-input", "0.006",
          "tidegate.prices.deepseek-flash.peak-output", "1.20",
          "tidegate.usage.peak-hours", "01:00-04:00, 06:00-10:00",
          "tidegate.usage.peak-days", "MON,TUE,WED,THU,FRI",
          "tidegate.usage.holidays", "2026-10-01");

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T00:59:59Z,false",
    "2026-11-30T01:00:00Z,true",
    "2026-11-30T03:59:59Z,true",
    "2026-11-30T04:00:00Z,false",
    "2026-11-30T09:59:59Z,true",
    "2026-11-28T02:00:00Z,false",
    "2026-10-01T02:00:00Z,false"
  })
  void knowsWhenItIsPeak(String time, boolean peak) {
    Price price = Prices.from(new Settings(FLASH)).at("deepseek-flash", Instant.parse(time));
    assertThat(price.output()).isEqualTo(peak ? 1_200_000 : 600_000);
  }

  @Test
  void countsToTheLastDigit() {
    Price price =
        Prices.from(new Settings(FLASH))
            .at("deepseek-flash", Instant.parse("2026-11-30T12:00:00Z"));
    long pico = price.of(new Tokens(120, 100, 9));
    assertThat(Money.cost(BigDecimal.valueOf(pico))).isEqualTo(new BigDecimal("0.0000087"));
  }

  @Test
  void takesTheInputsPriceWhereCachedInputHasNone() {
    Prices prices = Prices.from(new Settings(Map.of("tidegate.prices.v4.1.input", "2")));
    assertThat(prices.at("v4.1", Instant.EPOCH)).isEqualTo(new Price(2_000_000, 2_000_000, 0));
    assertThat(prices.at("other", Instant.EPOCH)).isEqualTo(Price.FREE);
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.prices.deepseek-flash.input,cheap,amount",
    "tidegate.prices.deepseek-flash.input,-1,between 0",
    "tidegate.prices.deepseek-flash.input,0.0000001,6 digits",
    "tidegate.usage.peak-hours,1-4,times like",
    "tidegate.usage.peak-hours,'',is missing",
    "tidegate.usage.peak-days,XX,days like",
    "tidegate.usage.holidays,tomorrow,dates like",
    "tidegate.usage.currency,dollars,three capital letters"
  })
  void namesTheSettingThatIsWrong(String key, String value, String rule) {
    Map<String, String> settings = new HashMap<>(FLASH);
    settings.put(key, value);
    assertThatThrownBy(() -> Prices.from(new Settings(settings)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(rule);
  }
}
