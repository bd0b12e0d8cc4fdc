package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.NO_NODE_AVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.Inquiry;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpHolding;
import io.tidegate.api.open.ApiConfig;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.Operation;
import io.tidegate.routing.nodes.Pool;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Makes a chat call of a single question; thread-safe. */
public final class HttpCompute {

  private final HttpIntake intake;
  private final Pool pool;
  private final ApiConfig config;

  /** The compute endpoint, by calls to whatever model {@code pool} serves first. */
  public HttpCompute(HttpIntake intake, Pool pool, ApiConfig config) {
    this.intake = intake;
    this.pool = pool;
    this.config = config;
  }

  /** Asks {@code question} and answers the suspended request {@code http} with text. */
  void ask(HttpServletRequest http, String question) {
    byte[] asked = (question == null ? "" : question).getBytes(UTF_8);
    ask(HttpVisit.own(http), ComputeRequest.ofText(model(), "q", asked));
  }

  /** Asks the question that is the body of {@code http}. */
  void askText(HttpServletRequest http) throws IOException {
    intake.read(
        http,
        (real, body) -> {
          HttpHolding.more(real, ComputeRequest.quoted(body));
          ask(real, ComputeRequest.ofText(model(), "body", body));
        });
  }

  /** Asks the question in the JSON body of {@code http}. */
  void askJson(HttpServletRequest http) throws IOException {
    intake.read(
        http,
        (real, body) -> {
          HttpHolding.more(real, body.length);
          ask(real, ComputeRequest.ofJson(model(), body));
        });
  }

  private void ask(HttpServletRequest real, byte[] chat) {
    Call call = intake.call(real, Operation.CHAT, chat);
    intake.start(real, new AnswerRequest(Inquiry.of(call), Rendering.TEXT, null));
  }

  private String model() {
    return config
        .computeModel()
        .or(() -> pool.models().stream().findFirst())
        .orElseThrow(
            () -> Failure.of(NO_NODE_AVAILABLE, "No node serves any model yet.").asException());
  }
}
