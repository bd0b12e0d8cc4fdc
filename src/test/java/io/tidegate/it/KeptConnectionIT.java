package io.tidegate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.simulator.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a connection behind a refusal, and of bodies that come compressed. */
final class KeptConnectionIT extends OneNode {

  private static final String CHAT = "/v1/chat/completions";

  @Test
  void oneConnectionServesRefusalsAndAnswersInTurn() throws IOException {
    String good = Http.chat("hello", false);
    try (Socket socket = RawAnswer.connect()) {
      assertThat(status(socket, CHAT, good)).isEqualTo(200);
      assertThat(status(socket, CHAT, "{")).isEqualTo(400);
      assertThat(status(socket, "/v1/nothing", good)).isEqualTo(404);
      fleet.fault("one", Fault.BUSY_503);
      assertThat(status(socket, CHAT, good)).isEqualTo(503);
      assertThat(status(socket, CHAT, "{}")).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, true, 200", "gzip, false, 400", "br, false, 415"})
  void aCompressedBodyIsReadOrRefusedByName(String coding, boolean compressed, int status)
      throws IOException {
    byte[] text = Http.chat("hello", false).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response =
        Http.send(
            Http.request(CHAT)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(compressed ? gzip(text) : text))
                .build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
  }

  private static int status(Socket socket, String path, String json) throws IOException {
    RawAnswer.send(socket, RawAnswer.post(path, "HTTP/1.1", json));
    RawAnswer answer = RawAnswer.read(socket.getInputStream());
    assertThat(answer.header("Connection")).isNull();
    return answer.status();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(to)) {
      out.write(text);
    }
    return to.toByteArray();
  }
}
