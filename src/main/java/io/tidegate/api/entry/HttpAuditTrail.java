package io.tidegate.api.entry;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * What is to be said of a request that changes something by administration, until it has ended.
 * Thread-safe.
 */
public final class HttpAuditTrail {

  private static final String ATTRIBUTE = HttpAuditTrail.class.getName();
  private static final List<String> ROLES = List.of(Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER);

  private final String operation;
  private final ObjIntConsumer<HttpAuditTrail> told;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile String actor;
  private volatile String role;
  private volatile String before;
  private volatile String after;
  private volatile Supplier<String> state = () -> null;

  private HttpAuditTrail(String operation, ObjIntConsumer<HttpAuditTrail> told) {
    this.operation = operation;
    this.told = told;
  }

  /** Has {@code told} hear how {@code http} ended, which is to do {@code operation}. */
  public static void begin(
      HttpServletRequest http, String operation, ObjIntConsumer<HttpAuditTrail> told) {
    http.setAttribute(ATTRIBUTE, new HttpAuditTrail(operation, told));
  }

  /** That of {@code http}; null if it changes nothing, or is a tenant's. */
  public static HttpAuditTrail of(HttpServletRequest http) {
    return (HttpAuditTrail) http.getAttribute(ATTRIBUTE);
  }

  /** Notes how what {@code http} changes is before that, as JSON without secrets. */
  public static void before(HttpServletRequest http, String json) {
    HttpAuditTrail trail = of(http);
    if (trail != null) {
      trail.before = json;
    }
  }

  /** Notes how it is afterwards. */
  public static void after(HttpServletRequest http, String json) {
    HttpAuditTrail trail = of(http);
    if (trail != null) {
      trail.after = json;
    }
  }

  /**
   * Notes how what is about to be changed is now, and will note how it is at the end.
   *
   * @param state tells it as JSON without secrets, or null; it must not block
   */
  public void watch(Supplier<String> state) {
    this.state = requireNonNull(state, "state");
    before = state.get();
  }

  /**
   * Notes who sent {@code http}, once that is known, on a thread of the server's. A token of a
   * tenant's makes a user, too, but none with a role: what it is refused is no act, or whoever has
   * one could fill the database.
   */
  public void by(HttpServletRequest http) {
    Principal user = http.getUserPrincipal();
    if (user == null || actor != null) {
      return;
    }
    ROLES.stream()
        .filter(http::isUserInRole)
        .findFirst()
        .ifPresent(
            found -> {
              role = found;
              actor = user.getName();
            });
  }

  /**
   * Tells once that the request has ended by {@code status}, if anybody with a role had sent it.
   */
  public void end(int status) {
    if (actor != null && ended.compareAndSet(false, true)) {
      after = after == null ? state.get() : after;
      told.accept(this, status);
    }
  }

  /** The id of the operation. */
  public String operation() {
    return operation;
  }

  /** Who did it. */
  public String actor() {
    return actor;
  }

  /** In which role. */
  public String role() {
    return role;
  }

  /** How it was before, or null. */
  public String before() {
    return before;
  }

  /** How it is since, or null. */
  public String after() {
    return after;
  }
}
