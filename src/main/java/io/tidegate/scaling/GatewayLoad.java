package io.tidegate.scaling;

/**
 * What one gateway has to do.
 *
 * @param processors the share of its processors that is used, 0 to 1
 * @param memory the share of its memory budget that is held, 0 to 1
 * @param offered the requests that came over those that were let in, at least 1
 */
public record GatewayLoad(double processors, double memory, double offered) {

  /** How many gateways this needs so that {@code target} of each is used. */
  double needed(double target) {
    return Math.max(processors, memory) * offered / target;
  }
}
