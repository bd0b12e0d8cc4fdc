package io.tidegate.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A server of its own, with the EAR that the build made, which can be killed at any moment. */
public final class ServerProcess implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<String> PARTS =
      List.of("server.xml", "jvm.options", "apps", "configDropins", "jdbc");

  /** Long, for a machine that does much else. */
  private static final Duration START = Duration.ofMinutes(10);

  private final Path wlp;
  private final String name;
  private final int port;
  private final Map<String, String> environment = new TreeMap<>();
  private Process process;

  /** A server called {@code name} that has never run. */
  public ServerProcess(Path wlp, String name, int port, Map<String, String> settings) {
    this.wlp = wlp;
    this.name = name;
    this.port = port;
    environment.putAll(settings);
    environment.put("HTTP_PORT", Integer.toString(port));
    environment.put("HTTPS_PORT", Integer.toString(port + 1));
    environment.put("keystore_password", UUID.randomUUID().toString());
    delete();
    copyFrom(wlp.resolve("usr/servers/tidegate"));
  }

  /** The address of {@code path} there. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Puts a file of {@code text} among the server's, before it is started. */
  public void put(String file, String text) {
    Path to = directory().resolve(file);
    try {
      Files.createDirectories(to.getParent());
      Files.writeString(to, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where the server writes what it has to say. */
  Path log() {
    return directory().resolve("run.log");
  }

  /** Starts it, and returns when it answers. */
  public void start() {
    begin();
    awaitReady();
  }

  /** Starts it. */
  void begin() {
    ProcessBuilder builder =
        new ProcessBuilder(wlp.resolve("bin/server").toString(), "run", name)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns when it is ready to take calls. */
  void awaitReady() {
    long until = System.nanoTime() + START.toNanos();
    while (!ready()) {
      if (System.nanoTime() - until > 0 || !process.isAlive()) {
        throw new IllegalStateException("the server does not get ready; see " + log());
      }
      pause();
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    try (Stream<ProcessHandle> children = process.descendants()) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    delete();
  }

  static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private boolean ready() {
    HttpRequest request =
        HttpRequest.newBuilder(at("/health/ready")).timeout(Duration.ofSeconds(2)).build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The server's folder. */
  public Path directory() {
    return wlp.resolve("usr/servers").resolve(name);
  }

  private void copyFrom(Path model) {
    for (String part : PARTS) {
      try (Stream<Path> files = Files.walk(model.resolve(part))) {
        for (Path file : files.toList()) {
          Path to = directory().resolve(model.relativize(file));
          if (Files.isDirectory(file)) {
            Files.createDirectories(to);
          } else {
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
          }
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void delete() {
    if (!Files.exists(directory())) {
      return;
    }
    try {
      var unused =
          Files.walkFileTree(
              directory(),
              new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                  Files.delete(file);
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failed)
                    throws IOException {
                  Files.delete(folder);
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
