package io.tidegate.api.calls;

import static io.tidegate.exchange.ErrorCode.GATEWAY_OVERLOADED;

import io.tidegate.api.entry.HttpAuthentication;
import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpErrors;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.shedding.LoadShedder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses, on the request's own thread and by its head alone, what the {@link LoadShedder} does not
 * let in: calls, and whatever else is a {@code POST}. Questions about what is known, such as how a
 * job is doing, cost little and are bounded elsewhere. Thread-safe.
 */
public final class HttpLoadShedding {

  private static final Failure BUSY =
      Failure.of(GATEWAY_OVERLOADED, "The gateway is overloaded: its own threads cannot keep up.");

  /** All who are no tenants, together: their refusals cost as much as those of others. */
  private static final TenantId STRANGERS = new TenantId("_");

  private final LoadShedder shedder;
  private final HttpAuthentication admittance;
  private final HttpErrors errors;

  /** Sheds requests that have waited for too long. */
  public HttpLoadShedding(LoadShedder shedder, HttpAuthentication admittance, HttpErrors errors) {
    this.shedder = shedder;
    this.admittance = admittance;
    this.errors = errors;
  }

  /** Refuses the request {@code http} if it has to be; false if it may go on. */
  boolean refuses(HttpServletRequest http, HttpServletResponse out) throws IOException {
    if (!http.getMethod().equals("POST") || shedder.admits(tenant(http)) || takesAJob(http)) {
      return false;
    }
    errors.send(http, out, admittance.id(http), BUSY);
    return true;
  }

  /** Who takes a job in place of a refusal is not refused: keeping one is all that it costs now. */
  private static boolean takesAJob(HttpServletRequest http) {
    return http.getHeader(JobHeaders.OVERFLOW) != null;
  }

  private TenantId tenant(HttpServletRequest http) {
    try {
      admittance.admit(http);
      return HttpVisit.of(http).tenant();
    } catch (FailureException notLetIn) {
      // Whoever is refused for another reason is told so in the ordinary way.
      return STRANGERS;
    }
  }
}
