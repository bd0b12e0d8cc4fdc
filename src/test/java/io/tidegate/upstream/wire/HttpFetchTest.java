package io.tidegate.upstream.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testing.ScriptedServer;
import io.tidegate.testing.ScriptedServer.Script;
import io.tidegate.upstream.UpstreamFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short texts of nodes that may be coded, broken or endless. */
@Timeout(30)
class HttpFetchTest {

  private static final String LIST = "{\"data\":[{\"id\":\"深度\"}]}";

  private final UpstreamFixture node = new UpstreamFixture(2);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void asksForNoCodingAndUndoesOneAllTheSame() throws Exception {
    for (String coding : new String[] {"gzip", "x-gzip", "deflate", "identity"}) {
      try (ScriptedServer server = ScriptedServer.start(reply(coding, coded(coding)))) {
        assertThat(node.fetch(server.url() + "/models")).isEqualTo(new Fetched(200, LIST));
        assertThat(server.request().headers()).containsEntry("accept-encoding", "identity");
      }
    }
  }

  @Test
  void failsOnCodingsThatItDoesNotKnowOrThatAreBroken() throws Exception {
    byte[] cut = Arrays.copyOf(coded("gzip"), 25);
    Script[] broken = {
      reply("br", coded("gzip")), reply("gzip", LIST.getBytes(UTF_8)), reply("gzip", cut)
    };
    for (Script script : broken) {
      try (ScriptedServer server = ScriptedServer.start(script)) {
        assertThatThrownBy(() -> node.fetch(server.url() + "/models"))
            .hasCauseInstanceOf(ZipException.class);
      }
    }
  }

  @Test
  void cutsATextThatDoesNotEndAndHangsUp() throws Exception {
    CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> {
              wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              try {
                for (int i = 0; i < 2_000; i++) {
                  wire.chunk("x".repeat(64 << 10));
                }
                hungUp.complete(false);
              } catch (IOException closed) {
                hungUp.complete(true);
              }
            })) {
      assertThat(node.fetch(server.url()).body()).hasSize(HttpFetch.LONGEST);
      assertThat(hungUp.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cutsABomb() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 300; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    Script script =
        wire -> {
          reply("gzip", bomb.toByteArray()).play(wire);
          hungUp.complete(wire.hungUpWithin(Duration.ofSeconds(5)));
        };
    try (ScriptedServer server = ScriptedServer.start(script)) {
      assertThat(node.fetch(server.url()).body()).hasSize(HttpFetch.LONGEST);
      assertThat(hungUp.get(6, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void readsTheCharsetThatItIsTold() throws Exception {
    byte[] latin = "é".getBytes(ISO_8859_1);
    Script script =
        wire ->
            wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n")
                .write("Content-Length: 1\r\n\r\n")
                .write(latin);
    try (ScriptedServer server = ScriptedServer.start(script)) {
      assertThat(node.fetch(server.url()).body()).isEqualTo("é");
    }
  }

  @Test
  void anEmptyReplyIsEmpty() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(wire -> wire.write("HTTP/1.1 204 No Content\r\n\r\n"))) {
      assertThat(node.fetch(server.url())).isEqualTo(new Fetched(204, ""));
    }
  }

  private static Script reply(String coding, byte[] body) {
    return wire ->
        wire.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: ")
            .write(coding + "\r\nContent-Length: " + body.length + "\r\n\r\n")
            .write(body);
  }

  private static byte[] coded(String coding) throws IOException {
    byte[] text = LIST.getBytes(UTF_8);
    if (coding.equals("identity")) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream coder =
        coding.equals("deflate") ? new DeflaterOutputStream(out) : new GZIPOutputStream(out)) {
      coder.write(text);
    }
    return out.toByteArray();
  }
}
