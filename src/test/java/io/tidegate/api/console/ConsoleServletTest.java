package io.tidegate.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.entry.FakeRequest;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which form the console is sent. */
class ConsoleServletTest {

  private static final String SCRIPT = "export const all = [];\n".repeat(100);

  private static FakeRequest get(String codings) throws Exception {
    ServletContext context =
        fake(ServletContext.class, new ByteArrayInputStream(SCRIPT.getBytes(UTF_8)));
    ConsoleServlet servlet = new ConsoleServlet();
    servlet.init(fake(ServletConfig.class, context));
    FakeRequest request = new FakeRequest(0);
    request.path = "/console/app.js";
    if (codings != null) {
      request.headers.put("Accept-Encoding", codings);
    }
    servlet.doGet(request.http, (HttpServletResponse) request.async().getResponse());
    return request;
  }

  /** Answers {@code answer} to whatever may be answered so. */
  private static <T> T fake(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> method.getReturnType().isInstance(answer) ? answer : null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br, GZIP;q=0.8", "gzip, deflate, br, zstd", "*"})
  void whoTakesGzipIsSentIt(String codings) throws Exception {
    FakeRequest answer = get(codings);

    assertThat(answer.answered)
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Vary", "Accept-Encoding")
        .containsEntry("Content-Length", Integer.toString(answer.out.bytes().length));
    assertThat(answer.out.bytes().length).isLessThan(SCRIPT.length());
    assertThat(answer.answered.get("ETag")).endsWith("-gzip\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip;q=0",
        "GZIP ; Q=0.000",
        "gzip;q=0, *",
        "*;q=0",
        "identity",
        "identity, gzip;q=0.5",
        "not-gzip",
        "br",
        ""
      })
  void whoRefusesItOrWouldRatherHaveTheFileAsItIsGetsThat(String codings) throws Exception {
    assertPlain(get(codings));
  }

  @Test
  void whoSaysNothingGetsTheFileAsItIs() throws Exception {
    assertPlain(get(null));
  }

  private static void assertPlain(FakeRequest answer) {
    assertThat(answer.answered)
        .doesNotContainKey("Content-Encoding")
        .containsEntry("Vary", "Accept-Encoding");
    assertThat(answer.written()).isEqualTo(SCRIPT);
    assertThat(answer.answered.get("ETag")).doesNotContain("gzip");
  }
}
