package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.exchange.FailureException;
import io.tidegate.experiments.ExperimentPlan;
import io.tidegate.experiments.ExperimentPlan.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of an experiment, and how one is told what is wrong. */
class ExperimentRequestTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD =
      "{\"setting\":\"tidegate.balancing.strategy\",\"a\":\"round-robin\","
          + "\"b\":\"power-of-two-choices\",\"for\":\"PT1H\"}";

  @Test
  void takesTheUsualForWhatIsNotSaid() throws Exception {
    ExperimentPlan plan = ExperimentRequest.read(JSON.readTree(GOOD));

    assertThat(plan.share()).isEqualTo(0.5);
    assertThat(plan.unit()).isEqualTo(Unit.CALL);
    assertThat(plan.length()).isEqualTo(Duration.ofHours(1));
    assertThat(plan.bounds()).isEqualTo(ExperimentPlan.Bounds.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "setting | \"tidegate.jobs.sessions\" | setting",
        "setting | 3 | setting",
        "a | \"fastest\" | a",
        "b | null | b",
        "b | \"round-robin\" | b",
        "share | 0 | share",
        "share | 1 | share",
        "share | \"half\" | share",
        "unit | \"model\" | unit",
        "for | \"an hour\" | for",
        "for | \"PT0S\" | for",
        "for | \"P8D\" | for",
        "for | \"PT2000000000000000H\" | for",
        "bounds | 1 | bounds",
        "bounds | {\"failureShare\":2} | bounds.failureShare",
        "bounds | {\"firstContent\":-1} | bounds.firstContent",
        "bounds | {\"colour\":1} | bounds.colour",
        "colour | 1 | colour"
      })
  void namesTheMemberThatIsWrong(String member, String value, String param) throws Exception {
    ObjectNode request = (ObjectNode) JSON.readTree(GOOD);
    request.set(member, JSON.readTree(value));

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> ExperimentRequest.read(request));

    assertThat(refused.failure().code().status()).isEqualTo(400);
    assertThat(refused.failure().param()).isEqualTo(param);
    assertThat(refused.failure().message()).contains(param);
  }

  @ParameterizedTest
  @CsvSource({"setting", "a", "b", "for"})
  void saysWhatIsMissing(String member) throws Exception {
    ObjectNode request = (ObjectNode) JSON.readTree(GOOD);
    request.remove(member);

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> ExperimentRequest.read(request));

    assertThat(refused.failure().param()).isEqualTo(member);
    assertThat(refused.failure().message()).contains("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "tidegate.admission.max-wait, PT1S, PT0S",
    "tidegate.admission.max-wait, PT1S, soon",
    "tidegate.cache.mode, off, on"
  })
  void holdsEachSettingToItsOwnRule(String setting, String a, String b) throws Exception {
    ObjectNode request = (ObjectNode) JSON.readTree(GOOD);
    request.put("setting", setting).put("a", a).put("b", b);

    FailureException refused =
        catchThrowableOfType(FailureException.class, () -> ExperimentRequest.read(request));

    assertThat(refused.failure().param()).isEqualTo("b");
  }
}
