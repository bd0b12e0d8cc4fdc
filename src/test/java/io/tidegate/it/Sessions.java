package io.tidegate.it;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Sessions of the users of {@code it.xml}, as a browser would have them. */
final class Sessions {

  static final String PASSWORD = "only-for-tests";

  private Sessions() {}

  static HttpResponse<String> signIn(String user, String password) {
    return Http.post("/api/session", credentials(user, password));
  }

  static String credentials(String user, String password) {
    return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
  }

  /** The session's cookie as a browser sends it back. */
  static String cookie(HttpResponse<String> begun) {
    return begun.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("tidegate="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  static HttpResponse<String> send(String path, String method, String cookie) {
    return Http.send(
        Http.request(path)
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET") || method.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"))
            .build());
  }
}
