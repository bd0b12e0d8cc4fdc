package io.tidegate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.GatewayConfig;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * The page at {@code /} that says what this is and where things are, for everybody: it tells
 * nothing that a call does not.
 */
@WebServlet(urlPatterns = {"", FrontPageServlet.PAGE, FrontPageServlet.STYLE})
public class FrontPageServlet extends HttpServlet {

  static final String PAGE = "/index.html";
  static final String STYLE = "/front.css";

  private static final long serialVersionUID = 1L;
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Inject private transient GatewayConfig config;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean style = request.getServletPath().equals(STYLE);
    String text = style ? file(STYLE) : page();
    byte[] bytes = text.getBytes(UTF_8);
    response.setContentType(style ? "text/css;charset=utf-8" : "text/html;charset=utf-8");
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private String page() throws IOException {
    return file(PAGE)
        .replace("{{url}}", escaped(config.url().orElse("")))
        .replace("{{console}}", escaped(config.consoleUrl().orElse("/adminCenter")));
  }

  private String file(String path) throws IOException {
    try (InputStream file = getServletContext().getResourceAsStream(path)) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
