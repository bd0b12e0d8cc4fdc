package io.tidegate.it.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A Chromium without a window; each page of it is somebody else's: none knows another's cookies.
 */
public final class Chromium implements AutoCloseable {

  private static final String PROGRAM = "chromium";
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 10;

  private final Path profile;
  private final Process process;
  private final DevTools tools;

  private Chromium(Path profile, Process process, DevTools tools) {
    this.profile = profile;
    this.process = process;
    this.tools = tools;
  }

  /** Whether there is one on this machine. */
  public static boolean installed() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
  }

  /** Starts one with a profile of its own, which goes when it is closed. */
  public static Chromium start() throws IOException {
    Path folder = Files.createTempDirectory("chromium");
    Process process =
        new ProcessBuilder(
                List.of(
                    PROGRAM,
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-default-apps",
                    "--disable-extensions",
                    "--no-first-run",
                    "--hide-scrollbars",
                    "--password-store=basic",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + folder))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      URI address = address(process, folder.resolve("DevToolsActivePort"));
      return new Chromium(folder, process, new DevTools(HttpClient.newHttpClient(), address));
    } catch (IOException | RuntimeException broken) {
      process.destroyForcibly();
      throw broken;
    }
  }

  /** Chromium writes its port and its path into a file once it listens. */
  private static URI address(Process process, Path file) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() - end < 0) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new IOException("chromium did not start: see chromium.log in its profile's folder");
  }

  /** A page of {@code site}, of which nothing is known yet. */
  public Page open(URI site, Look look) {
    ObjectNode none = DevTools.JSON.createObjectNode();
    String context =
        tools.send(null, "Target.createBrowserContext", none).path("browserContextId").asText();
    ObjectNode blank =
        DevTools.JSON.createObjectNode().put("url", "about:blank").put("browserContextId", context);
    String target = tools.send(null, "Target.createTarget", blank).path("targetId").asText();
    ObjectNode attach =
        DevTools.JSON.createObjectNode().put("targetId", target).put("flatten", true);
    String session = tools.send(null, "Target.attachToTarget", attach).path("sessionId").asText();
    return new Page(tools, session, site, look);
  }

  @Override
  public void close() {
    tools.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    remove(profile);
  }

  /** Its helpers may still be writing while they end; what they leave goes with the machine. */
  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException busy) {
      return;
    }
  }

  /** The script that looks for what keeps people out, as its jar has it. */
  static String axe() {
    try (var script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
