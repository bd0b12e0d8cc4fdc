package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes requests that are nearly right: a good one of some endpoint, of which the line, the head,
 * the body or the framing is damaged. What it makes follows from its randomness alone. For one
 * thread.
 */
public final class RequestFuzzer {

  private static final String CHAT =
      "{\"model\": \"deepseek-flash\", \"stream\": true, \"max_tokens\": 5, \"temperature\": 0,"
          + " \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}], \"tools\": [{\"type\":"
          + " \"function\", \"function\": {\"name\": \"f\", \"parameters\": {\"type\":"
          + " \"object\"}}}], \"stream_options\": {\"include_usage\": true}}";
  private static final String RESPONSES =
      "{\"model\": \"deepseek-flash\", \"input\": [{\"role\": \"user\", \"content\": [{\"type\":"
          + " \"input_text\", \"text\": \"Hello\"}]}], \"max_output_tokens\": 5, \"store\": false}";
  private static final String MESSAGES =
      "{\"model\": \"deepseek-flash\", \"max_tokens\": 5, \"system\": \"x\", \"messages\":"
          + " [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Hello\"}]}]}";
  private static final String EMBEDDINGS =
      "{\"model\": \"deepseek-flash\", \"input\": [\"a\", [1, 2, 3]], \"dimensions\": 8}";
  private static final String BATCH =
      "{\"input_file_id\": \"file-1\", \"endpoint\": \"/v1/chat/completions\","
          + " \"completion_window\": \"24h\", \"metadata\": {\"a\": \"b\"}}";
  private static final String FILE =
      """
      --b
      Content-Disposition: form-data; name="purpose"

      batch
      --b
      Content-Disposition: form-data; name="file"; filename="a.jsonl"

      {}
      --b--
      """
          .replace("\n", "\r\n");

  /** A good request: line without version, content type or null, body or null. */
  private record Sample(String line, String type, String body) {}

  private static final String JSON = "application/json";
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("POST /v1/chat/completions", JSON, CHAT),
          new Sample("POST /v1/completions", JSON, CHAT.replace("messages", "prompt")),
          new Sample("POST /v1/embeddings", JSON, EMBEDDINGS),
          new Sample("POST /v1/responses", JSON, RESPONSES),
          new Sample("POST /v1/messages", JSON, MESSAGES),
          new Sample("POST /v1/messages/count_tokens", JSON, MESSAGES),
          new Sample("POST /v1/batches", JSON, BATCH),
          new Sample("POST /v1/files", "multipart/form-data; boundary=b", FILE),
          new Sample("POST /api/jobs", JSON, CHAT),
          new Sample("PUT /api/nodes/n", JSON, "{\"url\": \"http://10.0.0.1\", \"weight\": 1}"),
          new Sample("PUT /api/switches/freeze", JSON, "{\"reason\": \"x\", \"for\": \"PT1H\"}"),
          new Sample("POST /api/rehearsals", JSON, "{\"trace\": [], \"nodes\": []}"),
          new Sample("POST /api/session", JSON, "{\"user\": \"a\", \"password\": \"b\"}"),
          new Sample("GET /v1/models", null, null),
          new Sample("GET /v1/models/deepseek-flash", null, null),
          new Sample("GET /v1/batches?limit=5&after=x", null, null),
          new Sample("GET /v1/files?purpose=batch&order=asc", null, null),
          new Sample("GET /v1/files/file-1/content", null, null),
          new Sample("GET /api/jobs?status=completed&limit=1", null, null),
          new Sample("GET /api/jobs/job_1/events", null, null),
          new Sample("DELETE /api/jobs/job_1", null, null),
          new Sample("GET /api/compute?q=hello", null, null),
          new Sample("GET /api/nodes", null, null),
          new Sample("GET /api/alerts", null, null),
          new Sample("GET /api/now", null, null),
          new Sample("GET /", null, null),
          new Sample("GET /console/main.js", null, null),
          new Sample("OPTIONS /v1/chat/completions", null, null),
          new Sample("HEAD /v1/models", null, null));

  private static final List<String> HEADERS =
      words(
          """
          Authorization x-api-key x-request-id x-tidegate-priority x-tidegate-cache Prefer Accept
          x-tidegate-overflow Cache-Control Accept-Encoding Origin Content-Encoding Content-Type
          traceparent tracestate anthropic-version anthropic-beta X-Stainless-Retry-Count Host
          X-Stainless-Timeout Idempotency-Key Range If-None-Match Expect Cookie Sec-Fetch-Site
          X-Forwarded-For Forwarded Upgrade TE Trailer Access-Control-Request-Method Pragma $WSRA
          X-HTTP-Method-Override
          """);
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "a",
          "0",
          "-1",
          "99999999999999999999",
          "NaN",
          "1e999",
          "true",
          "null",
          "*",
          "*/*",
          "gzip",
          "zstd",
          "deflate, gzip",
          "bytes=0-",
          "high",
          "use",
          "job",
          "respond-async, wait=1",
          "100-continue",
          "Bearer x",
          "Basic !!!",
          "Basic YTpi",
          "http://[",
          "for=\"[::1",
          "W/\"",
          "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00",
          "tidegate=x; a=\"",
          "%00%0d%0a",
          "\u00e4\u00ff",
          "a,".repeat(300),
          "x".repeat(5000),
          "application/json; charset=utf-99",
          "multipart/form-data",
          "text/event-stream;q=x",
          "../../etc/passwd",
          "h2c",
          "websocket");
  private static final List<String> PIECES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "-0",
          "1e400",
          "99999999999999999999999",
          "tru",
          "\\u0000",
          "\"\\ud800\"",
          "\u0000",
          "\u00ff\u00fe",
          "{\"a\":",
          "[[[[",
          "]",
          "}",
          ",",
          ":",
          "\"",
          "\\",
          "\"model\": 1,",
          "\"stream\": \"yes\",",
          "\"messages\": {},",
          "\"n\": -1,",
          "NaN",
          "/*",
          "\"a\": " + "[".repeat(1100),
          "\r\n\r\n",
          "%s%n",
          "${x}",
          "' OR 1=1 --",
          "<script>");
  private static final List<String> PATHS =
      List.of(
          "%",
          "%00",
          "%2f..%2f",
          "/../",
          "//",
          ";x=y",
          "?",
          "?a=%zz",
          "#",
          "\u00e4",
          "/WEB-INF/web.xml",
          "/" + "a".repeat(3000),
          "?limit=-1",
          "?limit=x&limit=2",
          "?after=%ff",
          "\\",
          "%c0%ae",
          "*");

  private final RandomGenerator random;

  /** Requests that {@code random} decides. */
  public RequestFuzzer(RandomGenerator random) {
    this.random = random;
  }

  /** The bytes of the next request, which asks for the connection to be closed. */
  public byte[] next() {
    Sample sample = one(SAMPLES);
    byte[] body = sample.body() == null ? new byte[0] : sample.body().getBytes(UTF_8);
    int damage = random.nextInt(10);
    String line = damage < 2 ? damaged(sample.line()) : sample.line();
    for (int times = damage < 7 ? 1 + random.nextInt(3) : 0;
        times > 0 && body.length > 0;
        times--) {
      body = damaged(body);
    }
    StringBuilder head = new StringBuilder(line);
    head.append(random.nextInt(60) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    if (sample.type() != null) {
      head.append("Content-Type: ").append(sample.type()).append("\r\n");
    }
    for (int headers = damage > 4 ? random.nextInt(4) : 0; headers > 0; headers--) {
      head.append(one(HEADERS)).append(": ").append(one(VALUES)).append("\r\n");
    }
    return framed(head, body, sample.body() != null);
  }

  private byte[] framed(StringBuilder head, byte[] body, boolean has) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int how = has ? random.nextInt(20) : 1;
    if (how == 0) {
      head.append("Transfer-Encoding: chunked\r\n\r\n");
      all.writeBytes(head.toString().getBytes(ISO_8859_1));
      String size = random.nextBoolean() ? Integer.toHexString(body.length) : one(PIECES);
      all.writeBytes((size + "\r\n").getBytes(ISO_8859_1));
      all.writeBytes(body);
      all.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
      return all.toByteArray();
    }
    if (has) {
      int wrong = how == 2 ? random.nextInt(-5, 5) : 0;
      head.append("Content-Length: ").append(body.length + wrong).append("\r\n");
    }
    all.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private String damaged(String line) {
    int at = random.nextInt(line.length() + 1);
    return switch (random.nextInt(4)) {
      case 0 -> line + one(PATHS);
      case 1 -> line.substring(0, at) + one(PATHS) + line.substring(at);
      case 2 ->
          one(List.of("TRACE", "PATCH", "DELETE", "BREW", "get", "PROPFIND"))
              + line.substring(line.indexOf(' '));
      default -> line.substring(0, at) + line.substring(Math.min(line.length(), at + 3));
    };
  }

  private byte[] damaged(byte[] body) {
    int from = random.nextInt(body.length);
    int to = Math.min(body.length, from + random.nextInt(12));
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    other.write(body, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> other.writeBytes(one(PIECES).getBytes(ISO_8859_1));
      case 1 -> {
        other.writeBytes(one(PIECES).getBytes(UTF_8));
        other.write(body, from, body.length - from);
      }
      case 2 -> {
        for (int times = random.nextInt(50); times > 0; times--) {
          other.write(body, from, to - from);
        }
      }
      case 3 -> other.write(random.nextInt(256));
      default -> from = to;
    }
    other.write(body, to, body.length - to);
    return other.toByteArray();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+", -1));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
