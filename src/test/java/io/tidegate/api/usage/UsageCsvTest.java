package io.tidegate.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.exchange.KeyId;
import io.tidegate.exchange.TenantId;
import io.tidegate.usage.Amount;
import io.tidegate.usage.Bill;
import io.tidegate.usage.UsageRows.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageCsvTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 30);

  private static Row row(String model, long tokens) {
    return new Row(
        new Bill(new TenantId("team"), new KeyId("k"), model, DAY),
        new Amount(1, 2, tokens, 3, 4, BigDecimal.valueOf(5_000_000)));
  }

  private static UsageJson usage(List<UsageQuery.Group> group, Row... rows) {
    UsageQuery query = new UsageQuery(DAY, DAY, null, null, null, group);
    return UsageJson.of(query, List.of(rows), 100, "USD");
  }

  @Test
  void tellsOneLineForEachThatIsToldApart() {
    UsageJson usage =
        usage(List.of(UsageQuery.Group.TENANT, UsageQuery.Group.MODEL), row("b", 7), row("a", 8));

    assertThat(UsageCsv.of(usage))
        .isEqualTo(
            "day,tenant,key,model,calls,cached_calls,input_tokens,cached_input_tokens,"
                + "output_tokens,cost,currency\r\n"
                + ",team,,a,1,2,8,3,4,0.000005,USD\r\n"
                + ",team,,b,1,2,7,3,4,0.000005,USD\r\n");
    assertThat(usage.total().inputTokens()).isEqualTo(15);
  }

  @Test
  void putsTogetherWhatIsNotToldApart() {
    UsageJson usage = usage(List.of(UsageQuery.Group.DAY), row("a", 7), row("b", 8));
    assertThat(usage.data()).hasSize(1);
    assertThat(usage.data().get(0).inputTokens()).isEqualTo(15);
    assertThat(usage.data().get(0).model()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain | plain",
        "=1+1 | '=1+1",
        "+a | '+a",
        "-a | '-a",
        "@a | '@a",
        "a,b | \"a,b\"",
        "a\"b | \"a\"\"b\"",
        "=a\",b | \"'=a\"\",b\""
      })
  void makesNoFormulas(String name, String cell) {
    assertThat(UsageCsv.cell(name)).isEqualTo(cell);
  }
}
