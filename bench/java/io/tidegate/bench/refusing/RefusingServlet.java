package io.tidegate.bench.refusing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What refusals are measured against: nothing but the server, which refuses each call at once. */
@WebServlet("/v1/chat/completions")
public class RefusingServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private static final byte[] REFUSAL =
      ("{\"error\":{\"message\":\"The gateway is overloaded.\",\"type\":\"server_error\","
              + "\"param\":null,\"code\":\"gateway_overloaded\"}}")
          .getBytes(UTF_8);

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(429);
    response.setHeader("Retry-After", "1");
    response.setContentType("application/json");
    response.setContentLength(REFUSAL.length);
    response.getOutputStream().write(REFUSAL);
  }
}
