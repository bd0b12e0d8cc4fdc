package io.tidegate.simulator;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The settings that can be written as text, on the command line and while a node runs. */
enum SimulatorSetting {
  CAPACITY("capacity", "a whole number of at least 1"),
  QUEUE("queue", "a whole number of at least 0"),
  TIME_TO_FIRST_TOKEN("timeToFirstToken", "an ISO-8601 duration such as PT0.2S"),
  TIME_PER_TOKEN("timePerToken", "an ISO-8601 duration such as PT0.02S"),
  ANSWER_TOKENS("answerTokens", "a whole number of at least 1"),
  JITTER("jitter", "a number from 0 to 1"),
  REASONING("reasoning", "true or false"),
  TIME_PER_PROMPT_TOKEN("timePerPromptToken", "an ISO-8601 duration such as PT0.0001S"),
  CROWDING("crowding", "a number from 0 to 100"),
  DIALECTS("dialects", "some of chat, responses and messages"),
  OPEN_AI_ERRORS("openAiErrors", "true or false");

  private final String field;
  private final String rule;

  SimulatorSetting(String field, String rule) {
    this.field = field;
    this.rule = rule;
  }

  static Optional<SimulatorSetting> named(String field) {
    return Arrays.stream(values()).filter(setting -> setting.field.equals(field)).findFirst();
  }

  String field() {
    return field;
  }

  /** Its value in {@code settings}: a number, a truth value, a duration or a text. */
  Object value(SimulatorSettings settings) {
    return switch (this) {
      case CAPACITY -> settings.capacity();
      case QUEUE -> settings.queue();
      case TIME_TO_FIRST_TOKEN -> settings.timeToFirstToken();
      case TIME_PER_TOKEN -> settings.timePerToken();
      case ANSWER_TOKENS -> settings.answerTokens();
      case JITTER -> settings.jitter();
      case REASONING -> settings.reasoning();
      case TIME_PER_PROMPT_TOKEN -> settings.timePerPromptToken();
      case CROWDING -> settings.crowding();
      case DIALECTS -> SimulatedDialect.text(settings.dialects());
      case OPEN_AI_ERRORS -> settings.openAiErrors();
    };
  }

  /**
   * The settings with this one changed.
   *
   * @throws IllegalArgumentException if {@code text} breaks the rule; the message names the setting
   */
  SimulatorSettings change(SimulatorSettings settings, String text) {
    try {
      return parsed(settings, text);
    } catch (NumberFormatException | DateTimeException malformed) {
      throw new IllegalArgumentException(
          field + " must be " + rule + ", but is '" + text + "'", malformed);
    }
  }

  private SimulatorSettings parsed(SimulatorSettings settings, String text) {
    return switch (this) {
      case CAPACITY -> settings.withCapacity(Integer.parseInt(text));
      case QUEUE -> settings.withQueue(Integer.parseInt(text));
      case TIME_TO_FIRST_TOKEN -> settings.withTimeToFirstToken(Duration.parse(text));
      case TIME_PER_TOKEN -> settings.withTimePerToken(Duration.parse(text));
      case ANSWER_TOKENS -> settings.withAnswerTokens(Integer.parseInt(text));
      case JITTER -> settings.withJitter(Double.parseDouble(text));
      case REASONING -> settings.withReasoning(parsedBoolean(text));
      case TIME_PER_PROMPT_TOKEN -> settings.withTimePerPromptToken(Duration.parse(text));
      case CROWDING -> settings.withCrowding(Double.parseDouble(text));
      case DIALECTS -> settings.withDialects(SimulatedDialect.parse(text));
      case OPEN_AI_ERRORS -> settings.withOpenAiErrors(parsedBoolean(text));
    };
  }

  private static boolean parsedBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException(text);
    };
  }
}
