package io.tidegate.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.tidegate.testing.Allocation;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Traces that are off; those that are on need an SDK, which the server has. */
class OtelTracingTest {

  private static final Trace SENT =
      new Trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1");

  private final Tracing tracing = OtelTracing.of(OpenTelemetry.noop(), InstantSource.system());

  @Test
  void costNothingWhereTheServerKeepsNone() {
    assertThat(tracing).isSameAs(Tracing.OFF);
    assertThat(tracing.begin(Step.CALL, Trace.NONE)).isSameAs(Span.none());
    assertThat(Span.none().child(Step.ATTEMPT)).isSameAs(Span.none());
    assertThat(Allocation.of(() -> useOf(tracing.begin(Step.CALL, Trace.NONE)))).isZero();
  }

  private static void useOf(Span span) {
    span.child(Step.ATTEMPT).set("a", 1).set("b", "c").time("d", 1).failed("e").end();
  }

  @Test
  void passOnWhatTheClientSent() {
    Span span = tracing.begin(Step.CALL, SENT);

    assertThat(span.child(Step.ATTEMPT).trace()).isEqualTo(SENT);
  }
}
