package io.tidegate.api.console;

import io.tidegate.api.entry.HttpGuard;
import io.tidegate.api.entry.QualityValues;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * The console's page and what it is made of, for everybody: it tells nothing before somebody has
 * signed in. Its policy lets it run what comes from here alone, and nothing that is written into
 * the page.
 */
@WebServlet(urlPatterns = {"", StaticFiles.PAGE, "/console/*"})
public class ConsoleServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final String GZIP = "gzip";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private transient StaticFiles files;

  @Override
  public void init() {
    files = new StaticFiles(getServletContext()::getResourceAsStream);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Vary", ACCEPT_ENCODING);
    if (!HttpGuard.confidential(request)) {
      // Who can read the page can also change it, and be given the password that is typed into it.
      response.setHeader("Cache-Control", "no-store");
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().println("The console is shown over HTTPS, or on this machine.");
      return;
    }
    StaticFile file = files.find(path(request)).orElse(null);
    if (file == null) {
      response.setHeader("Cache-Control", "no-store");
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    send(file, takesGzip(request), request, response);
  }

  private static boolean takesGzip(HttpServletRequest request) {
    return QualityValues.of(Collections.list(request.getHeaders(ACCEPT_ENCODING)))
        .best(List.of(GZIP, "identity"))
        .filter(GZIP::equals)
        .isPresent();
  }

  private static void send(
      StaticFile file, boolean gzip, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("ETag", file.tag(gzip));
    if (file.isKnown(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] bytes = file.bytes(gzip);
    if (gzip && file.isPacked()) {
      response.setHeader("Content-Encoding", GZIP);
    }
    response.setContentType(file.type());
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static String path(HttpServletRequest request) {
    String below = request.getPathInfo();
    return request.getServletPath().isEmpty()
        ? StaticFiles.PAGE
        : request.getServletPath() + (below == null ? "" : below);
  }
}
