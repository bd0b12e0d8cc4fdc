package io.tidegate.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the command line of {@link SimulatorMain} asks for.
 *
 * @param name the node's name
 * @param port the port, 0 for any
 * @param settings the node's measures
 * @param fault the fault to begin with
 */
record SimulatorArguments(String name, int port, SimulatorSettings settings, Fault fault) {
  private static final int HIGHEST_PORT = 65_535;

  static SimulatorArguments defaults() {
    return new SimulatorArguments("simulator", 9101, SimulatorSettings.defaults(), Fault.NONE);
  }

  /**
   * Reads arguments of the form {@code --name=value}.
   *
   * @throws IllegalArgumentException if one is wrong; the message names it and the rule
   */
  static SimulatorArguments parse(String... arguments) {
    SimulatorArguments parsed = defaults();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(
            "arguments have the form --name=value, but this is '" + argument + "'");
      }
      parsed = parsed.with(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return parsed;
  }

  private SimulatorArguments with(String option, String value) {
    try {
      return switch (option) {
        case "--name" -> new SimulatorArguments(nonBlank(value), port, settings, fault);
        case "--port" -> new SimulatorArguments(name, parsePort(value), settings, fault);
        case "--fault" -> new SimulatorArguments(name, port, settings, parseFault(value));
        case "--models" -> withSettings(settings.withModels(List.of(value.split(",", -1))));
        case "--required-key" -> withSettings(settings.withRequiredKey(value));
        default -> withSettings(setting(option).change(settings, value));
      };
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(option + ": " + wrong.getMessage(), wrong);
    }
  }

  private SimulatorArguments withSettings(SimulatorSettings changed) {
    return new SimulatorArguments(name, port, changed, fault);
  }

  private static SimulatorSetting setting(String option) {
    return Arrays.stream(SimulatorSetting.values())
        .filter(setting -> option(setting).equals(option))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no such argument"));
  }

  private static String option(SimulatorSetting setting) {
    return "--" + setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String nonBlank(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("must not be blank");
    }
    return value;
  }

  private static int parsePort(String value) {
    String rule = "must be a whole number from 0 to " + HIGHEST_PORT + ", but is '" + value + "'";
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(rule, malformed);
    }
    throw new IllegalArgumentException(rule);
  }

  private static Fault parseFault(String value) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.name().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of "
                        + Arrays.toString(Fault.values())
                        + ", but is '"
                        + value
                        + "'"));
  }
}
