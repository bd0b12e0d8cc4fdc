package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administrator whom the build made, and the viewer and the operator of {@code it.xml}. */
final class Admin {

  private static final Pattern PASSWORD = Pattern.compile("password=\"([^\"]+)\"");

  private Admin() {}

  static HttpResponse<String> get(String path) {
    return send(path, "GET", null);
  }

  static HttpResponse<String> send(String path, String method, String body) {
    return sendAs("admin:" + password(), path, method, body);
  }

  /** The same from a user in the role {@code viewer}. */
  static HttpResponse<String> sendAsViewer(String path, String method, String body) {
    return sendAs("onlooker:only-for-tests", path, method, body);
  }

  /** The same from a user in the role {@code operator}. */
  static HttpResponse<String> sendAsOperator(String path, String method, String body) {
    return sendAs("mechanic:only-for-tests", path, method, body);
  }

  private static HttpResponse<String> sendAs(
      String credentials, String path, String method, String body) {
    String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return Http.send(
        Http.request(path)
            .header("Authorization", "Basic " + encoded)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The password of the administrator whom the build made. */
  static String password() {
    Path file =
        Path.of(
            System.getProperty("tidegate.home"),
            "usr/servers/tidegate-it/configDropins/overrides/admin.xml");
    try {
      Matcher password = PASSWORD.matcher(Files.readString(file));
      if (!password.find()) {
        throw new IllegalStateException("no password in " + file);
      }
      return password.group(1);
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
