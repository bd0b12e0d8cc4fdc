package io.tidegate.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real Prometheus with the files of {@code deploy/prometheus}, of which only addresses differ.
 */
final class PrometheusProcess implements AutoCloseable {

  private static final Path SHIPPED = Path.of("deploy/prometheus");

  private final Process process;
  private final String address;

  private PrometheusProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one in {@code folder} that scrapes {@code server}, and waits until it is ready. */
  static PrometheusProcess start(Path folder, URI server) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SHIPPED, "*.yml")) {
      for (Path file : files) {
        String text = Files.readString(file);
        Files.writeString(
            folder.resolve(file.getFileName()),
            text.replace("gate1:9443, gate2:9443", server.getAuthority())
                .replace("scheme: https", "scheme: http")
                .replace("ca_file: root.crt", "insecure_skip_verify: true"));
      }
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusProcess started = new PrometheusProcess(process, address);
    Fleet.await("Prometheus", Duration.ofSeconds(60), started::ready);
    return started;
  }

  private boolean ready() {
    try {
      return get("/-/ready").contains("Ready");
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /** What the API says at {@code path}, in {@code data}. */
  JsonNode api(String path) {
    JsonNode said = Fleet.json(get("/api/v1" + path));
    if (!said.path("status").asText().equals("success")) {
      throw new AssertionError(path + ": " + said);
    }
    return said.path("data");
  }

  /** The series that {@code expression} gives now. */
  JsonNode query(String expression) {
    return api("/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result");
  }

  private String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return Http.CLIENT.send(request, BodyHandlers.ofString()).body();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
