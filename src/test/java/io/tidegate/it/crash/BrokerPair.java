package io.tidegate.it.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Two Artemis brokers as {@code deploy/artemis} has them, each in a process of its own; only
 * addresses and ports are changed.
 */
final class BrokerPair implements AutoCloseable {

  /** One of the two: its process, and where it writes what part it plays. */
  private static final class Half {
    private final Path folder;
    private Process process;

    Half(Path folder) {
      this.folder = folder;
    }

    private Path log() {
      return folder.resolve("broker.log");
    }
  }

  private final int primaryPort;
  private final int backupPort;
  private final Half primary;
  private final Half backup;

  /** Starts both with empty directories below {@code folder}, and returns when they are in step. */
  BrokerPair(Path folder) throws IOException {
    primaryPort = Crash.freePort();
    backupPort = Crash.freePort();
    primary = half(folder, "primary", primaryPort);
    backup = half(folder, "backup", backupPort);
    start(primary);
    await(primary, PairedBroker.ACTIVE);
    start(backup);
    await(backup, PairedBroker.IN_STEP);
  }

  /** What a server needs to find them. */
  Map<String, String> settings() {
    return Map.of(
        "TIDEGATE_BROKER_URL",
        "(tcp://127.0.0.1:" + primaryPort + ",tcp://127.0.0.1:" + backupPort + ")?ha=true",
        "TIDEGATE_BROKER_USER",
        PairedBroker.USER,
        "TIDEGATE_BROKER_PASSWORD",
        PairedBroker.PASSWORD);
  }

  /** Kills the primary; the backup takes over. */
  CrashRun.Blow killPrimary() {
    return new CrashRun.Blow(
        "kill -9 of the primary", () -> kill(primary), () -> await(backup, PairedBroker.ACTIVE));
  }

  /** Starts the primary again; the backup gives back to it, and is in step with it in the end. */
  CrashRun.Blow startPrimary() {
    return new CrashRun.Blow(
        "start of the primary",
        () -> {
          start(primary);
          await(primary, PairedBroker.ACTIVE);
        },
        () -> await(backup, PairedBroker.IN_STEP));
  }

  private Half half(Path folder, String part, int port) throws IOException {
    Half half = new Half(Files.createDirectories(folder.resolve(part)));
    String shipped = Files.readString(Path.of("deploy/artemis", part, "broker.xml"));
    Files.writeString(
        half.folder.resolve("broker.xml"),
        shipped
            .replace("0.0.0.0:61616", "127.0.0.1:" + port)
            .replace("db1:61616", "127.0.0.1:" + primaryPort)
            .replace("db2:61616", "127.0.0.1:" + backupPort));
    return half;
  }

  private static void start(Half half) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dartemis.instance=" + half.folder,
                "-cp",
                System.getProperty("java.class.path"),
                PairedBroker.class.getName(),
                half.folder.resolve("broker.xml").toString())
            .redirectErrorStream(true)
            .redirectOutput(half.log().toFile());
    try {
      half.process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns when the last of its parts that it told of is {@code part}. */
  private static void await(Half half, String part) {
    while (!part.equals(lastPart(half))) {
      if (!half.process.isAlive()) {
        throw new IllegalStateException("a broker ended; see " + half.log());
      }
      ServerProcess.pause();
    }
  }

  private static String lastPart(Half half) {
    try {
      List<String> parts =
          Files.readAllLines(half.log(), UTF_8).stream()
              .filter(PairedBroker.PARTS::contains)
              .toList();
      return parts.isEmpty() ? "" : parts.get(parts.size() - 1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void kill(Half half) {
    half.process.destroyForcibly();
    try {
      half.process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill(backup);
    kill(primary);
  }
}
