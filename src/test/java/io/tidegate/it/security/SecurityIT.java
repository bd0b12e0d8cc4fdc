package io.tidegate.it.security;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Who may do what, what others can find out, and what leaks: one server, asked by everybody. */
class SecurityIT {

  /** What the node answers. */
  static final String ANSWER = "marked-answer-91cc";

  private static SecuredServer server;

  @BeforeAll
  static void start() throws IOException {
    // A job whose node fails ends at once.
    server =
        new SecuredServer("tidegate-security", ANSWER, Map.of("TIDEGATE_JOBS_MAX_ATTEMPTS", "1"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The server, while the tests run. */
  static SecuredServer server() {
    return server;
  }

  @Nested
  class Access extends AccessLaws {}

  @Nested
  class CrossTenant extends CrossTenantLaws {}

  @Nested
  class Timing extends TimingLaws {}

  @Nested
  class Secrets extends SecretLaws {}
}
