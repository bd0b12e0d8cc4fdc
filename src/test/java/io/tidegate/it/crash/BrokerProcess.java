package io.tidegate.it.crash;

import io.tidegate.testing.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;

/** An Artemis in a process of its own, which can be killed and started with its journal. */
final class BrokerProcess implements AutoCloseable {

  private final Path data;
  private final int port;
  private Process running;

  /** Starts one with an empty directory {@code data}. */
  BrokerProcess(Path data, int port) {
    this.data = data;
    this.port = port;
    start();
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Kills and starts it again. */
  CrashRun.Blow restart() {
    return new CrashRun.Blow("kill -9 and start of Artemis", this::close, this::start);
  }

  private void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                data.toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      running = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    while (!listening()) {
      ServerProcess.pause();
    }
  }

  private boolean listening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    running.destroyForcibly();
    try {
      running.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
