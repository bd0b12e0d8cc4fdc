package io.tidegate.deploy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real nginx or HAProxy with the file of {@code deploy/}, of which only addresses are changed.
 */
final class Edge implements AutoCloseable {

  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 50;

  /** Which one. */
  enum Product {
    NGINX("nginx"),
    HAPROXY("haproxy");

    private final String command;

    Product(String command) {
      this.command = command;
    }

    /** Its program, if this machine has it. */
    String program() {
      return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1))
          .map(folder -> new File(folder, command))
          .filter(File::canExecute)
          .map(File::getPath)
          .findFirst()
          .orElse(null);
    }
  }

  private final Process process;
  private final int port;

  private final Product product;
  private final Path folder;

  private Edge(Product product, Path folder, Process process, int port) {
    this.product = product;
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Starts {@code product} in {@code folder} in front of the servers at these three ports. */
  static Edge start(Product product, Path folder, List<Integer> servers)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command =
        switch (product) {
          case NGINX -> nginx(product.program(), folder, servers, port);
          case HAPROXY -> haproxy(product.program(), folder, servers, port);
        };
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("edge.log").toFile())
            .start();
    Edge edge = new Edge(product, folder, process, port);
    edge.await(folder.resolve("edge.log"));
    return edge;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Takes the first server out by hand, as {@code deploy/edge.md} says. */
  void takeOut(int server) throws IOException, InterruptedException {
    switch (product) {
      case NGINX -> {
        Path file = folder.resolve("nginx.conf");
        String address = "127.0.0.1:" + server + " ";
        Files.writeString(file, Files.readString(file).replace(address, address + "down "));
        // Its signal for a reload.
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
      }
      case HAPROXY -> {
        try (SocketChannel socket =
            SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("tidegate.sock")))) {
          socket.write(
              ByteBuffer.wrap(
                  "set server tidegate/eu state drain\n".getBytes(StandardCharsets.US_ASCII)));
          socket.read(ByteBuffer.allocate(100));
        }
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
  }

  private static List<String> nginx(String program, Path folder, List<Integer> servers, int port)
      throws IOException {
    String shipped =
        at(Path.of("deploy/nginx/tidegate.conf"), servers)
            .replaceAll("(?m)^ *ssl_certificate.*$", "")
            .replace("listen 443 ssl", "listen 127.0.0.1:" + port);
    StringBuilder around = new StringBuilder("daemon off; worker_processes 1; error_log stderr;\n");
    around
        // Its worker is nobody's otherwise, who may not write here.
        .append("user ")
        .append(System.getProperty("user.name"))
        .append(";\npid ")
        .append(folder.resolve("pid"))
        .append(";\nevents { worker_connections 4096; }\nhttp { access_log off;\n");
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      around.append(kind).append("_temp_path ").append(folder.resolve(kind)).append(";\n");
    }
    Path file = Files.writeString(folder.resolve("nginx.conf"), around + shipped + "}\n");
    return List.of(program, "-p", folder.toString(), "-c", file.toString());
  }

  private static List<String> haproxy(String program, Path folder, List<Integer> servers, int port)
      throws IOException {
    String shipped =
        at(Path.of("deploy/haproxy/haproxy.cfg"), servers)
            .replaceAll("(?m)^ *bind :443.*$", "  bind 127.0.0.1:" + port)
            .replace("/run/haproxy/", folder + "/");
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), shipped);
    return List.of(program, "-db", "-f", file.toString());
  }

  private static String at(Path file, List<Integer> servers) throws IOException {
    String text = Files.readString(file);
    for (int i = 0; i < servers.size(); i++) {
      String region = List.of("eu", "us", "ap").get(i);
      text = text.replace(region + ".tidegate.example:9080", "127.0.0.1:" + servers.get(i));
    }
    return text;
  }

  private void await(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          throw new IOException("it did not start: " + Files.readString(log), notYet);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    throw new IOException("it does not answer: " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
