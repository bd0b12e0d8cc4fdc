package io.tidegate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.exchange.Outcome;
import io.tidegate.testing.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where calls and probes do not go, over real sockets. */
final class NodeGuardingTest {

  @Test
  void aNameThatLeadsToMetadataNowIsNotConnectedTo() throws Exception {
    try (UpstreamFixture fixture = new UpstreamFixture(1)) {
      fixture.known.put("rebound.example", List.of("169.254.169.254"));
      assertThat(fixture.ask("http://rebound.example/v1").kind())
          .isEqualTo(Outcome.Kind.UNREACHABLE);
      assertThatThrownBy(() -> fixture.fetch("http://rebound.example/v1/models"))
          .hasRootCauseMessage(
              "its host name leads to an address of link-local or metadata services, which"
                  + " tidegate.upstream.allow does not name");
    }
  }

  @Test
  void aRedirectIsNeverFollowed() throws Exception {
    ScriptedServer.Script redirect =
        wire ->
            wire.write("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\n")
                .write("Content-Length: 0\r\n\r\n");
    try (ScriptedServer node = ScriptedServer.start(redirect, redirect);
        UpstreamFixture fixture = new UpstreamFixture(1)) {
      assertThat(fixture.fetch(node.url() + "/v1/models").status()).isEqualTo(302);
      UpstreamFixture.Asked asked = fixture.ask(node.url() + "/v1");
      assertThat(asked.kind()).isEqualTo(Outcome.Kind.FAILED);
      assertThat(asked.outcome().join().failure().message())
          .contains("redirect (302)")
          .doesNotContain("169.254");
    }
  }
}
