package io.tidegate.it.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.it.crash.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A server of its own, with two tenants, users of each role, tokens and sealed storage. */
final class SecuredServer implements AutoCloseable {

  /** The keys of the tenants, and the password of all users. */
  static final String ANNAS_KEY = "marked-key-of-anna-5d1c";

  static final String BENS_KEY = "marked-key-of-ben-77e0";
  static final String PASSWORD = "marked-password-c04d";

  /** The key that what is stored is sealed by. */
  static final String STORAGE_KEY =
      Base64.getEncoder().encodeToString("marked-storage-key-32-bytes-long".getBytes(UTF_8));

  /** What keys that are made are hashed with. */
  static final String SECRET_OF_KEYS = "marked-secret-that-keys-are-hashed-with";

  /** What webhooks to anna are signed by. */
  static final String WEBHOOK_SECRET =
      Base64.getEncoder().encodeToString("marked-secret-of-webhooks".getBytes(UTF_8));

  /** The key of the node. */
  static final String NODES_KEY = "marked-key-of-the-node-1f9b";

  private static final String USERS =
      """
      <server>
        <basicRegistry id="basic">
          <user name="boss" password="%1$s"/>
          <user name="mechanic" password="%1$s"/>
          <user name="onlooker" password="%1$s"/>
          <user name="passer-by" password="%1$s"/>
          <group name="admin"><member name="boss"/></group>
          <group name="operator"><member name="mechanic"/></group>
          <group name="viewer"><member name="onlooker"/></group>
        </basicRegistry>
        <httpEndpoint id="defaultHttpEndpoint">
          <accessLogging filepath="${server.output.dir}/logs/http_access.log"
              logFormat='%%h %%u %%t "%%m %%U" %%s %%b'/>
        </httpEndpoint>
      </server>
      """;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  final MarkedNode node;
  final Tokens tokens;
  private final ServerProcess server;
  private IssuedKeys keys;

  /**
   * Starts it.
   *
   * @param answer what its node answers
   * @param more settings beside its own, as environment variables
   */
  SecuredServer(String name, String answer, Map<String, String> more) throws IOException {
    node = new MarkedNode(answer);
    tokens = new Tokens();
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("TIDEGATE_TENANTS_ANNA_KEY_SHA256", sha256(ANNAS_KEY));
    settings.put("TIDEGATE_TENANTS_BEN_KEY_SHA256", sha256(BENS_KEY));
    settings.put("TIDEGATE_NODES_ONE_URL", node.url());
    settings.put("TIDEGATE_NODES_ONE_MODELS", MarkedNode.MODEL);
    settings.put("TIDEGATE_NODES_ONE_API_KEY", NODES_KEY);
    settings.put("TIDEGATE_WEBHOOKS_TENANTS_ANNA_SECRET", "whsec_" + WEBHOOK_SECRET);
    settings.put("TIDEGATE_WEBHOOKS_ALLOW", "127.0.0.0/8");
    settings.put("TIDEGATE_WEBHOOKS_PLAIN_HTTP", "true");
    settings.put("TIDEGATE_STORAGE_KEYS", STORAGE_KEY);
    settings.put("TIDEGATE_KEYS_SECRET", SECRET_OF_KEYS);
    settings.put("JWT_JWKS_URI", tokens.jwksUri());
    settings.put("JWT_ISSUER", tokens.issuer());
    settings.put("JWT_AUDIENCE", Tokens.AUDIENCE);
    server =
        new ServerProcess(Path.of(System.getProperty("tidegate.home")), name, freePort(), settings);
    server.put("configDropins/overrides/admin.xml", USERS.formatted(PASSWORD));
    server.put("configDropins/overrides/jwt.xml", Files.readString(Path.of("deploy/jwt/jwt.xml")));
    try {
      server.start();
      await("users", () -> call("GET", "/api/nodes", basic("onlooker"), null).statusCode() == 200);
      keys = new IssuedKeys(this);
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  /** Keys that were made by its API. */
  IssuedKeys keys() {
    return keys;
  }

  /** Where it is. */
  Path directory() {
    return server.directory();
  }

  static String bearer(String credential) {
    return "Bearer " + credential;
  }

  static String basic(String user) {
    return basic(user, PASSWORD);
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** Calls with the header {@code Authorization}, or without if that is null. */
  HttpResponse<String> call(String method, String path, String authorization, String body) {
    return call(request(method, path, authorization, body).build());
  }

  /** The same, without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> callLater(
      String method, String path, String authorization, String body) {
    return CLIENT.sendAsync(
        request(method, path, authorization, body).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> call(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new IllegalStateException(request.toString(), broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The status alone: an answer that has no end is left. */
  int status(HttpRequest request) {
    try {
      HttpResponse<InputStream> response =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    } catch (IOException broken) {
      throw new IllegalStateException(request.toString(), broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  HttpRequest.Builder request(String method, String path, String authorization, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /** Uploads {@code content} for a batch, and gives the file's id. */
  String upload(String authorization, String content) {
    String boundary = "boundary-of-a-form";
    String form =
        """
        --%1$s\r
        Content-Disposition: form-data; name="purpose"\r
        \r
        batch\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="in.jsonl"\r
        \r
        %2$s\r
        --%1$s--\r
        """;
    HttpRequest request =
        HttpRequest.newBuilder(server.at("/v1/files"))
            .header("Authorization", authorization)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(HttpRequest.BodyPublishers.ofString(form.formatted(boundary, content)))
            .build();
    HttpResponse<String> stored = call(request);
    if (stored.statusCode() != 200) {
      throw new AssertionError(stored.body());
    }
    return json(stored).path("id").asText();
  }

  static String chat(String question, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(MarkedNode.MODEL, stream, question);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException broken) {
      throw new AssertionError("no JSON: " + response.body(), broken);
    }
  }

  /** Waits until {@code condition} holds, a minute at most. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited a minute for " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.close();
    node.close();
    tokens.close();
  }
}
