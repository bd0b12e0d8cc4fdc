package io.tidegate.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLoadTest {

  private static final PoolLoad POOL = new PoolLoad(3, 21.5, 4, 1.25, 10, 0.5);

  @Test
  void isReadAsItWasWritten() {
    ServerLoad load =
        new ServerLoad(
            new GatewayLoad(0.5, 0.25, 1.5), Map.of("deep seek/v4 ü", POOL, "other", POOL));

    assertThat(ServerLoad.parse(load.text())).isEqualTo(load);
    assertThat(load.text()).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.5 0.5",
        "0.5 0.5 one",
        "0.5 0.5 NaN",
        "0.5 0.5 -1",
        "0.5 0.5 Infinity",
        "0.5 0.5 1.0 m 1 1 1 1 1",
        "0.5 0.5 1.0 m 1.5 1 1 1 1 1",
        "0.5 0.5 1.0 %zz 1 1 1 1 1 1"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> ServerLoad.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void needsByLittlesLawWhatCallsInUseWaitingAndRefusedWouldHold() {
    assertThat(new PoolLoad(2, 14, 0, 0, 10, 0).needed(0.7)).isEqualTo(2);
    assertThat(new PoolLoad(2, 14, 7, 0, 10, 0).needed(0.7)).isEqualTo(3);
    assertThat(new PoolLoad(2, 14, 7, 7, 10, 0).needed(0.7)).isEqualTo(4);
  }

  @Test
  void believesEnginesThatSayTheyAreFull() {
    assertThat(new PoolLoad(2, 1, 0, 0, 100, 3.5).needed(0.7)).isEqualTo(3.5);
  }

  @Test
  void addsUpWhatServersSendAndWhatEachMaySend() {
    PoolLoad both = POOL.and(new PoolLoad(2, 8.5, 0, 0, 10, 0.75));

    assertThat(both).isEqualTo(new PoolLoad(3, 30, 4, 1.25, 20, 0.75));
  }

  @Test
  void gatewaysNeedWhatTheScarcerOfProcessorsAndMemoryNeeds() {
    assertThat(new GatewayLoad(0.35, 0.1, 1).needed(0.7)).isEqualTo(0.5);
    assertThat(new GatewayLoad(0.1, 0.7, 1).needed(0.7)).isEqualTo(1);
    assertThat(new GatewayLoad(0.5, 0.1, 3).needed(0.5)).isEqualTo(3);
  }
}
