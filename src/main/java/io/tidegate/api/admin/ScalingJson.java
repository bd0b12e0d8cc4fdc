package io.tidegate.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidegate.scaling.Advice;
import io.tidegate.scaling.PoolLoad;
import io.tidegate.scaling.Scaling;
import java.util.List;
import java.util.TreeMap;

/**
 * What is wanted and what is there, for the gateway and for the nodes of each model. Figures that
 * are no whole numbers have two decimals.
 *
 * @param servers how many servers tell of their load
 */
record ScalingJson(
    @JsonProperty(required = true) int servers,
    @JsonProperty(required = true) GatewayAdviceJson gateway,
    @JsonProperty(required = true) List<PoolAdviceJson> pools) {

  private static final double HUNDREDTHS = 100;

  /** How many gateways there are and should be, and why. */
  record GatewayAdviceJson(
      @JsonProperty(required = true) int wanted,
      @JsonProperty(required = true) int present,
      @JsonProperty(required = true) double needed,
      @JsonProperty(required = true) double neededNow,
      @JsonProperty(required = true) String why) {

    static GatewayAdviceJson of(Advice advice) {
      return new GatewayAdviceJson(
          advice.wanted(),
          advice.present(),
          rounded(advice.needed()),
          rounded(advice.neededNow()),
          advice.why());
    }
  }

  /** How many nodes of a model there are and should be, and why. */
  record PoolAdviceJson(
      @JsonProperty(required = true) String model,
      @JsonProperty(required = true) int wanted,
      @JsonProperty(required = true) int present,
      @JsonProperty(required = true) double needed,
      @JsonProperty(required = true) double neededNow,
      @JsonProperty(required = true) String why,
      @JsonProperty(required = true) PoolLoadJson load) {

    static PoolAdviceJson of(String model, Advice advice, PoolLoad load) {
      return new PoolAdviceJson(
          model,
          advice.wanted(),
          advice.present(),
          rounded(advice.needed()),
          rounded(advice.neededNow()),
          advice.why(),
          PoolLoadJson.of(load));
    }
  }

  /** What the nodes of a model have to do. */
  record PoolLoadJson(
      @JsonProperty(required = true) double inUse,
      @JsonProperty(required = true) double waiting,
      @JsonProperty(required = true) double refused,
      @JsonProperty(required = true) double placesOfOne,
      @JsonProperty(required = true) double saturation) {

    static PoolLoadJson of(PoolLoad load) {
      return new PoolLoadJson(
          rounded(load.inUse()),
          rounded(load.waiting()),
          rounded(load.refused()),
          rounded(load.places()),
          rounded(load.saturation()));
    }
  }

  static ScalingJson of(Scaling.View seen) {
    return new ScalingJson(
        seen.servers(),
        GatewayAdviceJson.of(seen.gateway()),
        new TreeMap<>(seen.pools())
            .entrySet().stream()
                .map(
                    pool ->
                        PoolAdviceJson.of(
                            pool.getKey(), pool.getValue(), seen.loads().get(pool.getKey())))
                .toList());
  }

  private static double rounded(double figure) {
    return Math.round(figure * HUNDREDTHS) / HUNDREDTHS;
  }
}
