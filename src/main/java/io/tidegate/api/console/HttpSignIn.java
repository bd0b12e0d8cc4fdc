package io.tidegate.api.console;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.GatewayConfig;
import io.tidegate.api.entry.HttpGuard;
import io.tidegate.api.entry.Roles;
import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.settings.BuildVersion;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Signs users of the server in and out: the server knows them, and keeps the session. */
public final class HttpSignIn {

  /** No user registry has longer ones, and what is remembered of tries stays small. */
  private static final int LONGEST_NAME = 256;

  private final SignInLimits limits;
  private final GatewayConfig config;

  /** A sign-in that is slowed by {@code limits}. */
  HttpSignIn(SignInLimits limits, GatewayConfig config) {
    this.limits = requireNonNull(limits, "limits");
    this.config = requireNonNull(config, "config");
  }

  /**
   * Begins a session for the user and with the password in {@code body}.
   *
   * @throws FailureException {@code INVALID_API_KEY} if they are wrong, {@code GATEWAY_OVERLOADED}
   *     after too many wrong ones, {@code FORBIDDEN} for a user without a role here
   */
  SessionView begin(HttpServletRequest http, InputStream body) {
    HttpGuard.check(http);
    JsonNode json = ConsoleJson.object(body);
    String user = ConsoleJson.text(json, "user");
    String password = ConsoleJson.text(json, "password");
    if (user.length() > LONGEST_NAME) {
      throw Failure.invalid("user", "must have at most " + LONGEST_NAME + " characters")
          .asException();
    }
    Duration rest = limits.begin(user, http.getRemoteAddr());
    if (!rest.isZero()) {
      throw slowed(rest);
    }
    logIn(http, user, password);
    limits.succeeded(user, http.getRemoteAddr());
    if (roles(http).isEmpty()) {
      end(http);
      throw Failure.of(ErrorCode.FORBIDDEN, "This user has no role here: see configuration.md.")
          .asException();
    }
    return view(http);
  }

  /**
   * Who is signed in.
   *
   * @throws FailureException {@code INVALID_API_KEY} if nobody is
   */
  SessionView view(HttpServletRequest http) {
    if (http.getUserPrincipal() == null) {
      throw Failure.of(ErrorCode.INVALID_API_KEY, "Nobody is signed in.").asException();
    }
    List<String> roles = roles(http);
    return new SessionView(
        http.getUserPrincipal().getName(),
        roles,
        roles.contains(Roles.ADMIN) || roles.contains(Roles.OPERATOR),
        config.url().orElse(null),
        config.consoleUrl().orElse(null),
        BuildVersion.current());
  }

  /** Ends the session, if there is one. */
  void end(HttpServletRequest http) {
    try {
      http.logout();
    } catch (ServletException mistake) {
      throw new IllegalStateException("the session cannot be ended", mistake);
    }
  }

  private void logIn(HttpServletRequest http, String user, String password) {
    if (http.getUserPrincipal() != null) {
      end(http);
    }
    try {
      http.login(user, password);
    } catch (ServletException wrong) {
      throw Failure.of(ErrorCode.INVALID_API_KEY, "User or password is wrong.").asException();
    }
  }

  private static List<String> roles(HttpServletRequest http) {
    return Stream.of(Roles.ADMIN, Roles.OPERATOR, Roles.VIEWER).filter(http::isUserInRole).toList();
  }

  private static FailureException slowed(Duration rest) {
    long seconds = rest.plusMillis(999).toSeconds();
    return Failure.of(
            ErrorCode.GATEWAY_OVERLOADED,
            "Too many wrong passwords: try again in " + seconds + " s.")
        .retryAfter(rest)
        .asException();
  }
}
