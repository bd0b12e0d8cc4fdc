package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.ApiJson;
import io.tidegate.scaling.Advice;
import io.tidegate.scaling.PoolLoad;
import io.tidegate.scaling.Scaling;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What those who start and stop nodes are told. */
final class ScalingJsonTest {

  @Test
  void poolsAreSortedAndFiguresHaveTwoDecimals() {
    Scaling.View seen =
        new Scaling.View(
            2,
            new Advice(3, 2, 2.345, 1.5, "calls"),
            Map.of("pro", new Advice(1, 1, 0, 0, "idle"), "flash", new Advice(2, 1, 1, 0, "load")),
            Map.of("pro", new PoolLoad(1, 0, 0, 0, 8, 0), "flash", load()));

    assertThat(ApiJson.text(ScalingJson.of(seen)))
        .isEqualTo(
            """
            {"servers":2,"gateway":{"wanted":3,"present":2,"needed":2.35,"neededNow":1.5,\
            "why":"calls"},"pools":[{"model":"flash","wanted":2,"present":1,"needed":1.0,\
            "neededNow":0.0,"why":"load","load":{"inUse":3.46,"waiting":2.0,"refused":0.0,\
            "placesOfOne":8.0,"saturation":0.43}},{"model":"pro","wanted":1,"present":1,\
            "needed":0.0,"neededNow":0.0,"why":"idle","load":{"inUse":0.0,"waiting":0.0,\
            "refused":0.0,"placesOfOne":8.0,"saturation":0.0}}]}\
            """);
  }

  private static PoolLoad load() {
    return new PoolLoad(1, 3.456, 2, 0, 8, 0.433);
  }
}
