package io.tidegate.simulator;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
 * @param dialects the APIs it speaks, at least one; calls in the others are answered with 404
 * @param openAiErrors whether its errors in Messages have OpenAI's envelope, as DeepSeek's have,
 *     and not Anthropic's
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
    double crowding,
    Set<SimulatedDialect> dialects,
    boolean openAiErrors) {

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
    check(
        dialects != null && !dialects.isEmpty(),
        "dialects must name at least one, but is " + dialects);
    models = List.copyOf(models);
    dialects = Collections.unmodifiableSet(EnumSet.copyOf(dialects));
  }

  /**
   * The settings of a small, quick node: capacity 64, no queue, 200 ms to the first token, 20 ms
   * per token, 40 tokens, jitter 0.2, the models deepseek-flash and deepseek-v4-pro, no key,
   * reasoning; all prompts are alike to it, it is as fast when it is full, and speaks every
   * dialect.
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
        0,
        EnumSet.allOf(SimulatedDialect.class),
        false);
  }

  /** These settings with another {@code capacity}. */
  public SimulatorSettings withCapacity(int value) {
    return with(draft -> draft.capacity = value);
  }

  /** These settings with another {@code queue}. */
  public SimulatorSettings withQueue(int value) {
    return with(draft -> draft.queue = value);
  }

  /** These settings with another {@code timeToFirstToken}. */
  public SimulatorSettings withTimeToFirstToken(Duration value) {
    return with(draft -> draft.timeToFirstToken = value);
  }

  /** These settings with another {@code timePerToken}. */
  public SimulatorSettings withTimePerToken(Duration value) {
    return with(draft -> draft.timePerToken = value);
  }

  /** These settings with other {@code answerTokens}. */
  public SimulatorSettings withAnswerTokens(int value) {
    return with(draft -> draft.answerTokens = value);
  }

  /** These settings with another {@code jitter}. */
  public SimulatorSettings withJitter(double value) {
    return with(draft -> draft.jitter = value);
  }

  /** These settings with other {@code models}. */
  public SimulatorSettings withModels(List<String> value) {
    return with(draft -> draft.models = value);
  }

  /** These settings with another {@code requiredKey}, or {@code null} for none. */
  public SimulatorSettings withRequiredKey(String value) {
    return with(draft -> draft.requiredKey = value);
  }

  /** These settings with {@code reasoning} on or off. */
  public SimulatorSettings withReasoning(boolean value) {
    return with(draft -> draft.reasoning = value);
  }

  /** These settings with another {@code timePerPromptToken}. */
  public SimulatorSettings withTimePerPromptToken(Duration value) {
    return with(draft -> draft.timePerPromptToken = value);
  }

  /** These settings with another {@code crowding}. */
  public SimulatorSettings withCrowding(double value) {
    return with(draft -> draft.crowding = value);
  }

  /** These settings with other {@code dialects}. */
  public SimulatorSettings withDialects(Set<SimulatedDialect> value) {
    return with(draft -> draft.dialects = value);
  }

  /** These settings with {@code openAiErrors} on or off. */
  public SimulatorSettings withOpenAiErrors(boolean value) {
    return with(draft -> draft.openAiErrors = value);
  }

  private SimulatorSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
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

  /** Settings in the making. */
  private static final class Draft {
    private int capacity;
    private int queue;
    private Duration timeToFirstToken;
    private Duration timePerToken;
    private int answerTokens;
    private double jitter;
    private List<String> models;
    private String requiredKey;
    private boolean reasoning;
    private Duration timePerPromptToken;
    private double crowding;
    private Set<SimulatedDialect> dialects;
    private boolean openAiErrors;

    private Draft(SimulatorSettings from) {
      capacity = from.capacity;
      queue = from.queue;
      timeToFirstToken = from.timeToFirstToken;
      timePerToken = from.timePerToken;
      answerTokens = from.answerTokens;
      jitter = from.jitter;
      models = from.models;
      requiredKey = from.requiredKey;
      reasoning = from.reasoning;
      timePerPromptToken = from.timePerPromptToken;
      crowding = from.crowding;
      dialects = from.dialects;
      openAiErrors = from.openAiErrors;
    }

    private SimulatorSettings settings() {
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
          crowding,
          dialects,
          openAiErrors);
    }
  }
}
