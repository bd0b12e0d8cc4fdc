package io.tidegate.simulator;

import java.time.Duration;
import java.util.List;

/**
 * The measures of a simulated node: how much it takes, how fast it answers, and whom.
 *
 * @param capacity calls answered at once, at least 1
 * @param queue calls that may wait for that, without a sign of life, first come, first served: 0 to
 *     1,000,000; one more is refused with 429
 * @param timeToFirstToken from the request to the head of the answer, 0 to 1 day
 * @param timePerToken between two tokens of a stream, 0 to 1 day; a plain answer comes when all its
 *     tokens would have come
 * @param answerTokens tokens of a full answer (reasoning not counted), 1 to 1,000,000
 * @param jitter the part by which each delay varies at random either way, 0 to 1
 * @param models the models on offer, at least one, none blank
 * @param requiredKey the API key that calls must carry as bearer; {@code null} if any key or none
 *     will do
 * @param reasoning whether chat answers think first, unless the call disables it
 * @param timePerPromptToken what each prompt token adds to the time to the first token, 0 to 1 day;
 *     a node that takes time for them has none of them cached
 * @param crowding the part by which each token takes longer when all places are taken, 0 to 100;
 *     with fewer taken in proportion
 */
public record SimulatorSettings(
    int capacity,
    int queue,
    Duration timeToFirstToken,
    Duration timePerToken,
    int answerTokens,
    double jitter,
    List<String> models,
    String requiredKey,
    boolean reasoning,
    Duration timePerPromptToken,
    double crowding) {

  private static final double MOST_CROWDING = 100;
  private static final int LONGEST_QUEUE = 1_000_000;
  private static final int MOST_TOKENS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException if one is out of range; the message names it and its value
   *     (never the key)
   */
  public SimulatorSettings {
    check(capacity >= 1, "capacity must be at least 1, but is " + capacity);
    check(
        queue >= 0 && queue <= LONGEST_QUEUE,
        "queue must be from 0 to " + LONGEST_QUEUE + ", but is " + queue);
    checkDelay("timeToFirstToken", timeToFirstToken);
    checkDelay("timePerToken", timePerToken);
    check(
        answerTokens >= 1 && answerTokens <= MOST_TOKENS,
        "answerTokens must be from 1 to " + MOST_TOKENS + ", but is " + answerTokens);
    check(jitter >= 0 && jitter <= 1, "jitter must be from 0 to 1, but is " + jitter);
    check(models != null && !models.isEmpty(), "models must name at least one, but is " + models);
    check(
        models.stream().noneMatch(model -> model == null || model.isBlank()),
        "models must not hold a blank name, but is " + models);
    check(
        requiredKey == null || !requiredKey.isBlank(),
        "requiredKey must not be blank; leave it out to accept any key");
    checkDelay("timePerPromptToken", timePerPromptToken);
    check(
        crowding >= 0 && crowding <= MOST_CROWDING,
        "crowding must be from 0 to " + MOST_CROWDING + ", but is " + crowding);
    models = List.copyOf(models);
  }

  /**
   * The settings of a small, quick node: capacity 64, no queue, 200 ms to the first token, 20 ms
   * per token, 40 tokens, jitter 0.2, the models deepseek-flash and deepseek-v4-pro, no key,
   * reasoning; all prompts are alike to it, and it is as fast when it is full.
   */
  public static SimulatorSettings defaults() {
    return new SimulatorSettings(
        64,
        0,
        Duration.ofMillis(200),
        Duration.ofMillis(20),
        40,
        0.2,
        List.of("deepseek-flash", "deepseek-v4-pro"),
        null,
        true,
        Duration.ZERO,
        0);
  }

  /** These settings with another {@code capacity}. */
  public SimulatorSettings withCapacity(int value) {
    return new SimulatorSettings(
        value,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code queue}. */
  public SimulatorSettings withQueue(int value) {
    return new SimulatorSettings(
        capacity,
        value,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code timeToFirstToken}. */
  public SimulatorSettings withTimeToFirstToken(Duration value) {
    return new SimulatorSettings(
        capacity,
        queue,
        value,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code timePerToken}. */
  public SimulatorSettings withTimePerToken(Duration value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        value,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with other {@code answerTokens}. */
  public SimulatorSettings withAnswerTokens(int value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        value,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code jitter}. */
  public SimulatorSettings withJitter(double value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        value,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with other {@code models}. */
  public SimulatorSettings withModels(List<String> value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        value,
        requiredKey,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code requiredKey}, or {@code null} for none. */
  public SimulatorSettings withRequiredKey(String value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        value,
        reasoning,
        timePerPromptToken,
        crowding);
  }

  /** These settings with {@code reasoning} on or off. */
  public SimulatorSettings withReasoning(boolean value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        value,
        timePerPromptToken,
        crowding);
  }

  /** These settings with another {@code timePerPromptToken}. */
  public SimulatorSettings withTimePerPromptToken(Duration value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        value,
        crowding);
  }

  /** These settings with another {@code crowding}. */
  public SimulatorSettings withCrowding(double value) {
    return new SimulatorSettings(
        capacity,
        queue,
        timeToFirstToken,
        timePerToken,
        answerTokens,
        jitter,
        models,
        requiredKey,
        reasoning,
        timePerPromptToken,
        value);
  }

  private static void checkDelay(String name, Duration value) {
    check(
        value != null && !value.isNegative() && value.compareTo(LONGEST) <= 0,
        name + " must be from PT0S to " + LONGEST + ", but is " + value);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
