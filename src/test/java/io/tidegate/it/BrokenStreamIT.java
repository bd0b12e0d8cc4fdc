package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.simulator.Fault;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a stream that breaks ends on the wire. */
final class BrokenStreamIT extends OneNode {

  private static final String CHAT = "/v1/chat/completions";
  private static final int AT_ONCE = 20;

  @Test
  void itSaysSoInAnEventAndHasNoLastChunk() {
    fleet.fault("one", Fault.CUT_MID_STREAM);

    RawAnswer answer = RawAnswer.of(Http.chat("hello", true));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(EventText.content(answer.body())).isNotEmpty();
    assertThat(EventText.error(answer.body()).path("code").asText()).isEqualTo("upstream_failed");
    assertThat(answer.whole()).isFalse();
  }

  /** So fast that all of it is there before any of it was sent. */
  @Test
  void oneThatBreaksAtOnceHasNoLastChunkEither() {
    fleet.settings(
        "one", Fleet.quick().withTimeToFirstToken(Duration.ZERO).withTimePerToken(Duration.ZERO));
    fleet.fault("one", Fault.ERROR_MID_STREAM);

    for (int i = 0; i < AT_ONCE; i++) {
      RawAnswer answer = RawAnswer.of(Http.chat("hello", true));

      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(EventText.error(answer.body()).path("code").asText()).isEqualTo("upstream_busy");
      assertThat(answer.whole()).as("of call %d", i).isFalse();
    }
  }

  @Test
  void overHttp10WhereBodiesEndAsConnectionsDoItIsReset() throws IOException {
    try (Socket socket = RawAnswer.connect()) {
      RawAnswer.send(socket, RawAnswer.post(CHAT, "HTTP/1.0", Http.chat("hello", true)));
      String whole = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(EventText.done(whole)).isTrue();
    }
    fleet.fault("one", Fault.CUT_MID_STREAM);

    try (Socket socket = RawAnswer.connect()) {
      RawAnswer.send(socket, RawAnswer.post(CHAT, "HTTP/1.0", Http.chat("hello", true)));

      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void oneThatDoesNotBreakLeavesItsConnectionForTheNext() throws IOException {
    try (Socket socket = RawAnswer.connect()) {
      for (int i = 0; i < 3; i++) {
        RawAnswer.send(socket, RawAnswer.post(CHAT, "HTTP/1.1", Http.chat("hello", true)));

        RawAnswer answer = RawAnswer.read(socket.getInputStream());

        assertThat(answer.whole()).isTrue();
        assertThat(EventText.done(answer.body())).isTrue();
      }
    }
  }
}
