package io.tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorArgumentsTest {

  @Test
  void readsEveryArgument() {
    SimulatorArguments parsed =
        SimulatorArguments.parse(
            "--port=0",
            "--name=sim-a",
            "--capacity=3",
            "--queue=7",
            "--time-to-first-token=PT1S",
            "--time-per-token=PT2S",
            "--answer-tokens=5",
            "--jitter=0.5",
            "--reasoning=false",
            "--time-per-prompt-token=PT0.001S",
            "--crowding=1.5",
            "--dialects=messages,chat",
            "--open-ai-errors=true",
            "--models=a,b",
            "--required-key=sk=1",
            "--fault=STALL");

    SimulatorSettings settings =
        new SimulatorSettings(
            3,
            7,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            5,
            0.5,
            List.of("a", "b"),
            "sk=1",
            false,
            Duration.ofMillis(1),
            1.5,
            Set.of(SimulatedDialect.CHAT, SimulatedDialect.MESSAGES),
            true);
    assertThat(parsed).isEqualTo(new SimulatorArguments("sim-a", 0, settings, Fault.STALL));
  }

  @Test
  void needsNone() {
    assertThat(SimulatorArguments.parse()).isEqualTo(SimulatorArguments.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=x | --port: must be a whole number from 0 to 65535, but is 'x'",
        "--port=70000 | --port: must be a whole number from 0 to 65535, but is '70000'",
        "--capacity=0 | --capacity: capacity must be at least 1, but is 0",
        "--jitter=a | --jitter: jitter must be a number from 0 to 1, but is 'a'",
        "--models=a,,b | --models: models must not hold a blank name, but is [a, , b]",
        "--dialects=chat,voice | --dialects: dialects must be some of chat,responses,messages, but"
            + " is 'chat,voice'",
        "--open-ai-errors=yes | --open-ai-errors: openAiErrors must be true or false, but is 'yes'",
        "--name= | --name: must not be blank",
        "--speed=1 | --speed: there is no such argument",
        "fast | arguments have the form --name=value, but this is 'fast'"
      })
  void namesTheArgumentAndTheRule(String argument, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatorArguments.parse(argument))
        .withMessage(message);
  }

  @Test
  void endsTheProgramWithTwo() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "--fault=FIRE")
            .redirectErrorStream(true)
            .start();

    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("--fault: must be one of [NONE, ").contains("but is 'FIRE'");
    assertThat(program.exitValue()).isEqualTo(2);
  }
}
