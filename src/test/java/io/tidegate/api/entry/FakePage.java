package io.tidegate.api.entry;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** A page of another origin, whose requests have come past the first of all filters. */
public final class FakePage {

  private FakePage() {}

  /** Makes {@code request} one of a page of {@code origin}, which is let in. */
  public static void sends(FakeRequest request, String origin) {
    request.headers.put("Origin", origin);
    boolean answered =
        new HttpCrossOrigins(AllowedOrigins.of(List.of(origin)))
            .answers(request.http, (HttpServletResponse) request.async().getResponse());
    if (answered) {
      throw new IllegalStateException("a preflight");
    }
  }
}
