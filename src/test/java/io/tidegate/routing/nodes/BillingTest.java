package io.tidegate.routing.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillingTest {

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a/b", "\u00e4", "a\n"})
  void refusesAccountNamesOfOtherCharacters(String account) {
    assertThatThrownBy(() -> new Billing(account, 0, 0))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageContaining("account");
  }

  @Test
  void refusesAnAccountNameThatIsTooLong() {
    assertThat(new Billing("a".repeat(64), 0, 0).account()).hasSize(64);
    assertThatThrownBy(() -> new Billing("a".repeat(65), 0, 0))
        .isInstanceOf(InvalidNodeException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1_000_000.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesPricesThatCannotBe(double price) {
    assertThatThrownBy(() -> new Billing("", price, 0))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageContaining("inputPrice");
    assertThatThrownBy(() -> new Billing("", 0, price))
        .isInstanceOf(InvalidNodeException.class)
        .hasMessageContaining("outputPrice");
  }

  @Test
  void costsNothingByDefault() {
    assertThat(Billing.NONE.cost(1_000_000, 1_000_000)).isZero();
  }

  @Test
  void pricesTokensByTheMillion() {
    Billing billing = new Billing("acme", 0.28, 0.42);

    assertThat(billing.cost(1_000_000, 0)).isEqualTo(0.28);
    assertThat(billing.cost(0, 1_000_000)).isEqualTo(0.42);
    assertThat(billing.cost(500_000, 500_000)).isEqualTo(0.35);
    assertThat(billing.cost(0, 0)).isZero();
  }
}
