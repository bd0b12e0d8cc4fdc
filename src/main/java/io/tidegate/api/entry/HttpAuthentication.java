package io.tidegate.api.entry;

import static io.tidegate.exchange.ErrorCode.INVALID_API_KEY;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.exchange.ApiFeatures;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import io.tidegate.experiments.Experiments;
import io.tidegate.jit.JitStatus;
import io.tidegate.tenants.Caller;
import io.tidegate.tenants.Tenant;
import io.tidegate.tenants.Tenants;
import io.tidegate.tenants.keys.KeyScope;
import io.tidegate.tracing.Step;
import io.tidegate.tracing.Trace;
import io.tidegate.tracing.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
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
  private static final String WRONG_TOKEN =
      "The token is no good here: its signature, issuer, audience or time is wrong, or it names no"
          + " tenant that is known.";
  private static final Failure UNSURE =
      Failure.of(
          STORE_UNAVAILABLE,
          "The API keys could not be read yet: the database does not answer. Try again in a"
              + " moment.");
  private static final List<String> SPOKEN_FOR =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "$WSRA");
  private static final Pattern RETRIES = Pattern.compile("\\d{1,4}");

  private final Tenants tenants;
  private final HttpTokens tokens;
  private final RequestIds ids;
  private final LongSupplier clock;
  private final HttpPage page;
  private final Tracing tracing;
  private final Experiments experiments;
  private final JitStatus jit;
  private final Function<TenantId, LongAdder> work;

  /**
   * What is asked about a request.
   *
   * @param tenants who may ask
   * @param tokens what tells a tenant in the place of a key
   * @param ids makes ids for requests
   * @param page tells pages of this server from those of others
   * @param tracing begins the span of a call
   * @param experiments gives calls their part in an experiment
   * @param jit is told of clients
   * @param work counts the work for a tenant
   */
  public record Parts(
      Tenants tenants,
      HttpTokens tokens,
      RequestIds ids,
      HttpPage page,
      Tracing tracing,
      Experiments experiments,
      JitStatus jit,
      Function<TenantId, LongAdder> work) {}

  /** Looks up who asks, on the nano clock {@code clock}. */
  public HttpAuthentication(Parts parts, LongSupplier clock) {
    this.tenants = parts.tenants();
    this.tokens = parts.tokens();
    this.ids = parts.ids();
    this.page = parts.page();
    this.tracing = parts.tracing();
    this.experiments = parts.experiments();
    this.jit = parts.jit();
    this.work = parts.work();
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
   * up to a trusted proxy that says so, or from this machine.
   */
  static boolean confidential(HttpServletRequest http) {
    return http.isSecure() || HttpTrustedProxies.securely(http) || local(peer(http));
  }

  private Visit visit(HttpServletRequest http) {
    ClientConnection peer = peer(http);
    String key = HttpKey.of(http);
    Caller caller = caller(http, peer, key);
    Tenant tenant = caller.tenant();
    KeyScope scope = caller.scope();
    Visit.pass(scope.refusal(peer.address()));
    Visit.pass(tenants.refusal(tenant.id()));
    if (!tenant.id().equals(TenantId.GATEWAY)) {
      jit.client();
    }
    return new Visit(
        id(http),
        tenant.id(),
        terms(http, caller, key),
        peer,
        clock.getAsLong(),
        scope,
        work.apply(tenant.id()));
  }

  private Caller caller(HttpServletRequest http, ClientConnection peer, String key) {
    if (tokens.take(key)) {
      return tokens
          .caller(http, tenants::find)
          .orElseThrow(() -> Failure.of(INVALID_API_KEY, WRONG_TOKEN).asException());
    }
    return tenants
        .authenticate(key, local(peer) && page.atHome(http))
        .orElseThrow(() -> refused(key));
  }

  /** What the tenant may have, and what the caller says: it may ask for less, never for more. */
  private Terms terms(HttpServletRequest request, Caller caller, String key) {
    Tenant tenant = caller.tenant();
    String retries = request.getHeader("X-Stainless-Retry-Count");
    return new Terms(
        priority(request, tenant.priority()),
        tenant.pinned(),
        retries != null && RETRIES.matcher(retries).matches() ? Integer.parseInt(retries) : 0,
        caching(request),
        tracing.begin(
            Step.CALL, Trace.of(request.getHeader("traceparent"), request.getHeader("tracestate"))),
        experiments.trial(tenant.id(), key, id(request)),
        features(request),
        caller.key());
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
    if (tenants.unsure(key)) {
      return UNSURE.asException();
    }
    return Failure.of(INVALID_API_KEY, tenants.localOnly() ? NO_KEYS : key == null ? NO_KEY : WRONG)
        .asException();
  }
}
