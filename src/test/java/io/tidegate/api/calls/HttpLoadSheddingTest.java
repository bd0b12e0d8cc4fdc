package io.tidegate.api.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.SampleApi;
import io.tidegate.api.entry.FakePage;
import io.tidegate.api.entry.FakeRequest;
import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpTokens;
import io.tidegate.api.http.HttpErrors;
import io.tidegate.api.http.RetryAdvice;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.shedding.LoadShedder;
import io.tidegate.testing.ManualClock;
import io.tidegate.testing.RecordingMetrics;
import io.tidegate.testing.ToReproduce;
import io.tidegate.tracing.Tracing;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose threads take nothing any more. */
final class HttpLoadSheddingTest {

  private final ManualClock clock = new ManualClock();
  private final RecordingMetrics metrics = new RecordingMetrics();
  private final HttpLoadShedding shedding =
      new HttpLoadShedding(
          new LoadShedder(probe -> {}, Duration.ofMillis(20), clock, metrics),
          new HttpAuthentication(
              new HttpAuthentication.Parts(
                  null, HttpTokens.none(), null, null, Tracing.OFF, null, null, null),
              clock),
          new HttpErrors(SampleApi.ledger(metrics), new RetryAdvice(new Random(1))));

  @RegisterExtension final ToReproduce facts = new ToReproduce(clock);

  @BeforeEach
  void standForTooLong() throws IOException {
    for (int i = 0; i < 400; i++) {
      clock.advance(Duration.ofMillis(10));
      ask();
    }
    // A quarter of what came is always let in, and is used up then.
    for (int i = 0; i < 10; i++) {
      ask();
    }
  }

  private void ask() throws IOException {
    FakeRequest request = new FakeRequest(0);
    shedding.refuses(request.http, response(request));
  }

  @Test
  void refusesByTheHeadAloneAndSaysWhenToComeBack() throws IOException {
    FakeRequest request = new FakeRequest(0);

    assertThat(shedding.refuses(request.http, response(request))).isTrue();
    assertThat(request.status).isEqualTo(429);
    assertThat(request.written())
        .contains(ErrorCode.GATEWAY_OVERLOADED.code())
        .contains(FakeRequest.ID);
    assertThat(Integer.parseInt(request.answered.get("Retry-After"))).isBetween(1, 8);
  }

  @Test
  void letsPagesOfOtherOriginsReadTheRefusal() throws IOException {
    FakeRequest request = new FakeRequest(0);
    FakePage.sends(request, "https://app.example.com");

    assertThat(shedding.refuses(request.http, response(request))).isTrue();
    assertThat(request.status).isEqualTo(429);
    assertThat(request.answered)
        .containsEntry("Access-Control-Allow-Origin", "https://app.example.com");
  }

  @Test
  void letsThroughWhoTakesAJobInstead() throws IOException {
    FakeRequest request = new FakeRequest(0);
    request.headers.put(JobHeaders.OVERFLOW, JobHeaders.JOB);

    assertThat(shedding.refuses(request.http, response(request))).isFalse();
    assertThat(request.status).isZero();
  }

  private static HttpServletResponse response(FakeRequest request) {
    return (HttpServletResponse) request.http.getAsyncContext().getResponse();
  }
}
