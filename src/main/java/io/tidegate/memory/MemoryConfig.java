package io.tidegate.memory;

import io.tidegate.settings.Settings;

/**
 * How much memory calls may hold.
 *
 * @param limit the bytes that all may hold together
 * @param tenantShare what part of the limit one tenant may hold while nobody else holds anything,
 *     above 0; 1 for no bound
 */
public record MemoryConfig(long limit, double tenantShare) {

  private static final int PARTS = 4;
  private static final double LEAST_SHARE = 0.01;
  private static final double SHARE = 0.5;

  /** The configuration that {@code settings} give, on a heap of at most {@code heap} bytes. */
  public static MemoryConfig from(Settings settings, long heap) {
    return new MemoryConfig(
        settings.at("tidegate.memory.limit").size(heap / PARTS),
        settings.at("tidegate.memory.tenant-share").decimal(SHARE, LEAST_SHARE, 1));
  }
}
