package io.tidegate.api.entry;

import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;

import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.experiments.Experiments;
import io.tidegate.jit.JitStatus;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.Tenants;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Lets known tenants in, and reads from the head of a request on what terms; thread-safe. */
public final class HttpAuthentication {

  /** The header by which a call asks for less urgency than its tenant has. */
  public static final String PRIORITY = "x-tidegate-priority";

  private static final String NO_KEYS =
      "No API keys are configured, so only this machine is served: under the name localhost, and"
          + " not for pages of other sites.";
  private static final String NO_KEY =
      "No API key was sent. Send one as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.";
  private static final String WRONG =
      "Incorrect API key provided. Send a known one as 'Authorization: Bearer KEY'.";
  private static final List<String> SPOKEN_FOR =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "$WSRA");
  private static final Pattern FORWARDED_SECURELY = Pattern.compile("(?i).*\\bproto=\"?https\\b.*");

  private final Tenants tenants;
  private final RequestIds ids;
  private final LongSupplier clock;
  private final HttpPage page;
  private final Tracing tracing;
  private final Experiments experiments;
  private final JitStatus jit;

  /**
   * What is asked about a request.
   *
   * @param tenants who may ask
   * @param ids makes ids for requests
   * @param page tells pages of this server from those of others
   * @param tracing begins the span of a call
   * @param experiments gives calls their part in an experiment
   * @param jit is told of clients
   */
  public record Parts(
      Tenants tenants,
      RequestIds ids,
      HttpPage page,
      Tracing tracing,
      Experiments experiments,
      JitStatus jit) {}

  /** Looks up who asks, on the nano clock {@code clock}. */
  public HttpAuthentication(Parts parts, LongSupplier clock) {
    this.tenants = parts.tenants();
    this.ids = parts.ids();
    this.page = parts.page();
    this.tracing = parts.tracing();
    this.experiments = parts.experiments();
    this.jit = parts.jit();
    this.clock = clock;
  }

  /**
   * Makes the request {@code http} a visit, if it is not one yet.
   *
   * @throws FailureException that says why it is not let in
   */
  public void admit(HttpServletRequest http) {
    if (http.getAttribute(Visit.ATTRIBUTE) == null) {
      http.setAttribute(Visit.ATTRIBUTE, visit(http));
    }
  }

  /** The id of the request {@code http}, the same each time. */
  public String id(HttpServletRequest http) {
    String known = (String) http.getAttribute(RequestIdFilter.ATTRIBUTE);
    if (known == null) {
      known = ids.of(http.getHeader(RequestIdFilter.HEADER));
      http.setAttribute(RequestIdFilter.ATTRIBUTE, known);
    }
    return known;
  }

  /**
   * Whether what {@code http} says could be read by nobody on its way: it came by TLS, if need be
   * up to a proxy that says so, or from this machine.
   */
  static boolean confidential(HttpServletRequest http) {
    String forwarded = http.getHeader("Forwarded");
    return http.isSecure()
        || "https".equalsIgnoreCase(http.getHeader("X-Forwarded-Proto"))
        || (forwarded != null && FORWARDED_SECURELY.matcher(forwarded).matches())
        || local(peer(http));
  }

  private Visit visit(HttpServletRequest http) {
    ClientConnection peer = peer(http);
    String key = HttpKey.of(http);
    Tenant tenant =
        tenants.authenticate(key, local(peer) && page.atHome(http)).orElseThrow(() -> refused(key));
    Failure refusal = tenants.refusal(tenant.id());
    if (refusal != null) {
      throw refusal.asException();
    }
    if (!tenant.id().equals(TenantId.GATEWAY)) {
      jit.client();
    }
    return new Visit(id(http), tenant.id(), terms(http, tenant, key), peer, clock.getAsLong());
  }

  /** What the tenant may have, and what the caller says: it may ask for less, never for more. */
  private Terms terms(HttpServletRequest request, Tenant tenant, String key) {
    String retries = request.getHeader("X-Stainless-Retry-Count");
    return new Terms(
        priority(request, tenant.priority()),
        tenant.pinned(),
        retries != null && retries.matches("\\d{1,4}") ? Integer.parseInt(retries) : 0,
        caching(request),
        tracing.begin(
            Step.CALL, Trace.of(request.getHeader("traceparent"), request.getHeader("tracestate"))),
        experiments.trial(tenant.id(), key, id(request)),
        features(request));
  }

  private static ApiFeatures features(HttpServletRequest request) {
    String version = request.getHeader(ApiFeatures.VERSION);
    if (version == null && request.getHeader(ApiFeatures.BETA) == null) {
      return ApiFeatures.NONE;
    }
    try {
      return ApiFeatures.of(version, Collections.list(request.getHeaders(ApiFeatures.BETA)));
    } catch (IllegalArgumentException broken) {
      throw invalid(ApiFeatures.BETA, broken);
    }
  }

  private static Priority priority(HttpServletRequest request, Priority most) {
    String asked = request.getHeader(PRIORITY);
    try {
      return asked == null ? most : most.atMost(Priority.parse(asked));
    } catch (IllegalArgumentException unknown) {
      throw invalid(PRIORITY, unknown);
    }
  }

  private static Caching caching(HttpServletRequest request) {
    try {
      return CachingHeaders.read(
          request.getHeader(CachingHeaders.OWN), control(request), request.getHeader("Pragma"));
    } catch (IllegalArgumentException unknown) {
      throw invalid(CachingHeaders.OWN, unknown);
    }
  }

  /** The lines of the header, joined as RFC 9110 says. */
  private static String control(HttpServletRequest request) {
    return request.getHeader("Cache-Control") == null
        ? null
        : String.join(",", Collections.list(request.getHeaders("Cache-Control")));
  }

  private static FailureException invalid(String header, IllegalArgumentException rule) {
    return Failure.invalid(header, rule.getMessage()).asException();
  }

  private static ClientConnection peer(HttpServletRequest http) {
    boolean direct = true;
    for (String header : SPOKEN_FOR) {
      direct &= http.getHeader(header) == null;
    }
    return ClientConnection.of(
        http.getRemoteAddr(), http.getRemotePort(), http.getLocalPort(), direct);
  }

  /**
   * Whether the caller is on this machine and speaks for itself: a proxy speaks for others, and
   * most say so by a header.
   */
  private static boolean local(ClientConnection peer) {
    return peer.onThisMachine() && peer.direct();
  }

  private FailureException refused(String key) {
    return Failure.of(INVALID_API_KEY, tenants.localOnly() ? NO_KEYS : key == null ? NO_KEY : WRONG)
        .asException();
  }
}
